package io.megatron.core.custody;

import io.megatron.core.Outcome;
import io.megatron.core.custody.chain.ChainUnavailableException;
import io.megatron.core.testing.Exchange;
import io.megatron.mapper.custody.Authorization;
import io.megatron.mapper.custody.Submission;
import io.megatron.mapper.custody.Withdrawal;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a run of the job custody-withdrawals does. */
final class WithdrawalRuns {
    private static final Logger LOG = LoggerFactory.getLogger(WithdrawalRuns.class);
    private static final int PAGE = 250;

    private WithdrawalRuns() {}

    static void run(Exchange exchange) {
        follow(exchange);
        sign(exchange);
        submit(exchange);
        send(exchange);
    }

    static void follow(Exchange exchange) {
        FollowingAuthorizations following = exchange.use(FollowingAuthorizations.class);
        Optional<FollowingAuthorizations.View> view = following.look();
        if (view.isEmpty()) {
            return;
        }
        Optional<BlockRange> blocks = following.next(view.get(), Optional.empty());
        while (blocks.isPresent()) {
            following.settle(view.get(), blocks.get());
            blocks = following.next(view.get(), blocks);
        }
        List<FollowingAuthorizations.Moved> page =
                following.moved(view.get(), Optional.empty(), PAGE);
        while (!page.isEmpty()) {
            page.forEach(moved -> unlessUnknown(() -> following.follow(view.get(), moved)));
            page = following.moved(view.get(), Optional.of(page.getLast()), PAGE);
        }
    }

    /** As the job does: an item that nothing is known about is skipped. */
    private static void unlessUnknown(Runnable work) {
        try {
            work.run();
        } catch (ChainUnavailableException unknown) {
            LOG.info("skipped: {}", unknown.getMessage());
        }
    }

    static void sign(Exchange exchange) {
        SigningWithdrawals signing = exchange.use(SigningWithdrawals.class);
        List<Withdrawal> page = signing.ready(Optional.empty(), PAGE);
        while (!page.isEmpty()) {
            page.forEach(signing::sign);
            page = signing.ready(Optional.of(page.getLast()), PAGE);
        }
    }

    static void submit(Exchange exchange) {
        SendingSubmissions sending = exchange.use(SendingSubmissions.class);
        List<Authorization> page = sending.uncarried(Optional.empty(), PAGE);
        while (!page.isEmpty()) {
            page.forEach(sending::submit);
            page = sending.uncarried(Optional.of(page.getLast()), PAGE);
        }
    }

    static void send(Exchange exchange) {
        SendingSubmissions sending = exchange.use(SendingSubmissions.class);
        List<Submission> page = sending.due(Optional.empty(), PAGE);
        while (!page.isEmpty()) {
            page.forEach(sending::send);
            page = sending.due(Optional.of(page.getLast()), PAGE);
        }
    }

    /** What a run of the job sweeps does. */
    static int sweep(Exchange exchange) {
        SigningSweeps sweeps = exchange.use(SigningSweeps.class);
        int signed = 0;
        List<SigningSweeps.Full> page = sweeps.full(Optional.empty());
        while (!page.isEmpty()) {
            for (SigningSweeps.Full full : page) {
                signed += sweeps.sign(full) instanceof Outcome.Accepted<?> ? 1 : 0;
            }
            page = sweeps.full(Optional.of(page.getLast()));
        }
        return signed;
    }
}
