package io.megatron.core.accounts;

import io.megatron.core.Outcome;
import io.megatron.core.Refusal;
import io.megatron.core.Rejection;
import io.megatron.core.TimeOrderedIds;
import io.megatron.core.accounts.internal.CreditCommand;
import io.megatron.core.ledger.Acted;
import io.megatron.core.ledger.Book;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Deadline;
import io.megatron.core.ledger.Installation;
import io.megatron.core.ledger.Posting;
import io.megatron.core.ledger.SecondAdministratorSettings;
import io.megatron.core.ledger.Submitting;
import io.megatron.core.ledger.TwoAdministrators;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.ledger.AccountKey;
import io.megatron.mapper.ledger.AccountKind;
import io.megatron.mapper.ledger.TransferCause;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The two ways money is given by hand: an administrator's adjustment, always a credit from the
 * treasury to a user's CASH and never the other way, and test funds in a development installation.
 */
@Component
public class CreditingAccounts {
    private static final AccountKey TREASURY = AccountKey.ofPlatform(AccountKind.TREASURY);
    private static final AccountKey CUSTODY = AccountKey.ofPlatform(AccountKind.CUSTODY);

    private final Book book;
    private final TwoAdministrators two;
    private final SecondAdministratorSettings settings;
    private final Users users;
    private final Posting posting;
    private final TimeOrderedIds ids;
    private final Installation installation;

    public CreditingAccounts(
            Book book,
            TwoAdministrators two,
            SecondAdministratorSettings settings,
            Users users,
            Posting posting,
            TimeOrderedIds ids,
            Installation installation) {
        this.ids = ids;
        this.book = book;
        this.two = two;
        this.settings = settings;
        this.users = users;
        this.posting = posting;
        this.installation = installation;
    }

    /**
     * What a credit did.
     *
     * @param transferSeq the ledger's number of the transfer
     * @param balanceAfter of the account that was credited
     */
    public record Credited(long transferSeq, Usdc balanceAfter, Instant bookedAt) {}

    /**
     * Moves money from the treasury to a user's CASH; above a threshold another administrator has
     * to confirm it.
     *
     * @return what it did, or {@link Rejection#USER_NOT_FOUND}, {@link
     *     Rejection#INSUFFICIENT_FUNDS} when the treasury holds less, {@link
     *     Rejection#REQUEST_ID_REUSED}
     */
    public Outcome<Acted<Credited>> adjust(
            Call call, UserId user, Usdc amount, String reason, Deadline deadline) {
        return two.act(
                adjustment(call, user, amount, reason),
                settings.isForAdjustment(amount),
                Submitting.TO_TAKE_EFFECT,
                deadline);
    }

    private CreditCommand adjustment(Call call, UserId user, Usdc amount, String reason) {
        return command(call, TransferCause.ADJUSTMENT, TREASURY, Optional.of(user), amount, reason);
    }

    /** An adjustment again, from the call that asked for it. */
    CreditCommand adjustment(Call call) {
        return adjustment(
                call,
                UserId.of(UUID.fromString(call.field("user_id"))),
                Usdc.parse(call.field("amount")),
                call.field("reason"));
    }

    /**
     * Gives test funds to a user's CASH, or to the treasury when no user is named.
     *
     * @return what it did, or {@link Rejection#DEVELOPMENT_ONLY}, {@link Rejection#USER_NOT_FOUND},
     *     {@link Rejection#REQUEST_ID_REUSED}
     */
    public Outcome<Credited> grantTestFunds(
            Call call, Optional<UserId> user, Usdc amount, Deadline deadline) {
        if (!installation.isDevelopment()) {
            return Outcome.refused(
                    Refusal.of(
                            Rejection.DEVELOPMENT_ONLY,
                            "Test funds exist only in an installation created as development."));
        }
        return book.write(
                command(call, TransferCause.TEST_GRANT, CUSTODY, user, amount, null), deadline);
    }

    private CreditCommand command(
            Call call,
            TransferCause cause,
            AccountKey from,
            Optional<UserId> user,
            Usdc amount,
            @Nullable String reason) {
        return new CreditCommand(
                users,
                posting,
                ids,
                call,
                new CreditCommand.Credit(cause, from, user, amount, reason));
    }
}
