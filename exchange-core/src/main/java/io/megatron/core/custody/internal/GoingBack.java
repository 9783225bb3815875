package io.megatron.core.custody.internal;

import io.megatron.core.Outcome;
import io.megatron.core.Refusal;
import io.megatron.core.custody.KnowingChain.KnownChain;
import io.megatron.core.custody.internal.FindingTakenBack.TakenBack;
import io.megatron.core.ledger.BesideTheBook;
import io.megatron.mapper.custody.Authorization;
import io.megatron.mapper.custody.AuthorizationMapper;
import io.megatron.mapper.custody.Deposit;
import io.megatron.mapper.custody.DepositMapper;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Goes back, while custody stands still, to before a reorg: what is no longer true is dropped, and
 * read again. Each part may be done twice, so a crash in between only means to begin again.
 */
@Component
public class GoingBack {
    private static final Logger LOG = LoggerFactory.getLogger(GoingBack.class);
    private static final int PAGE = 200;
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final FindingTakenBack takenBack;
    private final AdvancingAuthorizations advancing;
    private final SettlingVerdicts settling;
    private final DepositMapper deposits;
    private final AuthorizationMapper authorizations;
    private final BesideTheBook beside;

    public GoingBack(
            FindingTakenBack takenBack,
            AdvancingAuthorizations advancing,
            SettlingVerdicts settling,
            DepositMapper deposits,
            AuthorizationMapper authorizations,
            BesideTheBook beside) {
        this.takenBack = takenBack;
        this.advancing = advancing;
        this.settling = settling;
        this.deposits = deposits;
        this.authorizations = authorizations;
        this.beside = beside;
    }

    /**
     * Goes back to a block. Withdrawals that were taken back are on their way again, each by a
     * command of its own; those that are in other blocks by now are settled there once those are
     * final.
     *
     * @param fork the last block that is still the same
     */
    public void to(KnownChain chain, long fork) {
        List<TakenBack> gone = takenBack.all(chain.client(), Long.MAX_VALUE);
        long same = Math.max(fork, chain.firstBlock() - 1);
        long unpaid =
                gone.isEmpty() ? same : Math.min(same, gone.getLast().use().blockNumber() - 1);
        beside.write(
                () -> {
                    deposits.deleteCheckpointsAbove(fork);
                    deposits.rewind(same);
                    authorizations.rewind(unpaid);
                });
        askAgainAfter(same);
        gone.forEach(this::reopen);
    }

    /** What was ignored there is in the proof of reserves, and may be gone or elsewhere. */
    private void askAgainAfter(long same) {
        Optional<Deposit> last = Optional.empty();
        List<Deposit> page;
        do {
            page =
                    deposits.ignoredAfter(
                            same,
                            last.map(Deposit::blockNumber).orElse(-1L),
                            last.map(deposit -> deposit.id().value()).orElse(BEFORE_ALL),
                            PAGE);
            page.forEach(deposit -> settling.settle(deposit, new Verdict.Reopen()));
            last = page.isEmpty() ? last : Optional.of(page.getLast());
        } while (page.size() == PAGE);
    }

    private void reopen(TakenBack gone) {
        Outcome<Authorization> reopened =
                advancing.advance(gone.authorization(), new Step.TakenBack());
        LOG.warn(
                "withdrawal {} was settled in block {}, which is gone: {}",
                gone.authorization().id(),
                gone.use().blockNumber(),
                reopened instanceof Outcome.Refused<Authorization>(Refusal refusal)
                        ? refusal.message()
                        : "it is on its way again");
    }
}
