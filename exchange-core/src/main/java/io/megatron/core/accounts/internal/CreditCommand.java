package io.megatron.core.accounts.internal;

import io.megatron.core.Outcome;
import io.megatron.core.Refusal;
import io.megatron.core.Rejection;
import io.megatron.core.TimeOrderedIds;
import io.megatron.core.accounts.CreditingAccounts.Credited;
import io.megatron.core.accounts.Users;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Command;
import io.megatron.core.ledger.Draft;
import io.megatron.core.ledger.Keys;
import io.megatron.core.ledger.Posting;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.ledger.AccountKey;
import io.megatron.mapper.ledger.AccountKind;
import io.megatron.mapper.ledger.TransferCause;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Credits a user's CASH, or the treasury, from a platform account. */
public final class CreditCommand implements Command<Credited> {
    private final Users users;
    private final Posting posting;
    private final TimeOrderedIds ids;
    private final Call call;
    private final Credit credit;
    private final AccountKey to;

    /**
     * What is credited.
     *
     * @param user whose CASH; the treasury when absent
     */
    public record Credit(
            TransferCause cause,
            AccountKey from,
            Optional<UserId> user,
            Usdc amount,
            @Nullable String reason) {

        /** A credit gives; one of less than nothing would take a user's money. */
        public Credit {
            if (!amount.isPositive()) {
                throw new IllegalArgumentException("a credit of " + amount + " USDC");
            }
        }
    }

    public CreditCommand(
            Users users, Posting posting, TimeOrderedIds ids, Call call, Credit credit) {
        this.ids = ids;
        this.users = users;
        this.posting = posting;
        this.call = call;
        this.credit = credit;
        this.to =
                credit.user()
                        .map(user -> AccountKey.ofUser(AccountKind.CASH, user))
                        .orElseGet(() -> AccountKey.ofPlatform(AccountKind.TREASURY));
    }

    @Override
    public Call call() {
        return call;
    }

    @Override
    public void declare(Keys keys) {
        credit.user().ifPresent(user -> keys.add(users, user));
        keys.add(posting.accounts(), credit.from());
        keys.add(posting.accounts(), to);
    }

    @Override
    public Outcome<Credited> decide(Draft draft) {
        Optional<UserId> stranger = credit.user().filter(user -> draft.find(users, user).isEmpty());
        if (stranger.isPresent()) {
            return Outcome.refused(
                    Rejection.USER_NOT_FOUND, "User " + stranger.get() + " is not registered.");
        }
        Usdc held = posting.balance(draft, credit.from());
        if (!credit.from().kind().mayBeNegative() && held.compareTo(credit.amount()) < 0) {
            return Outcome.refused(insufficient(held));
        }
        return Outcome.accepted(post(draft));
    }

    private Refusal insufficient(Usdc held) {
        return new Refusal(
                Rejection.INSUFFICIENT_FUNDS,
                "%s holds %s USDC, %s are asked for."
                        .formatted(credit.from().kind(), held, credit.amount()),
                Map.of(
                        "account", credit.from().kind().name(),
                        "available", held.toString(),
                        "required", credit.amount().toString()));
    }

    private Credited post(Draft draft) {
        long transferSeq =
                posting.post(
                        draft,
                        new Posting.Cause(
                                credit.cause(),
                                ids.at(draft.time()),
                                call.subject(),
                                credit.reason()),
                        List.of(
                                new Posting.Leg(credit.from(), credit.amount().negated()),
                                new Posting.Leg(to, credit.amount())));
        return new Credited(transferSeq, posting.balance(draft, to), draft.time());
    }

    @Override
    public String remember(Credited credited) {
        return credited.transferSeq() + " " + credited.balanceAfter() + " " + credited.bookedAt();
    }

    @Override
    public Credited recall(String remembered) {
        String[] parts = remembered.split(" ", 3);
        return new Credited(
                Long.parseLong(parts[0]), Usdc.parse(parts[1]), Instant.parse(parts[2]));
    }
}
