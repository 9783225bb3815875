package io.megatron.core.custody;

import io.megatron.core.Outcome;
import io.megatron.core.Refusal;
import io.megatron.core.Rejection;
import io.megatron.core.custody.KnowingChain.KnownChain;
import io.megatron.core.custody.PaymentConditions.Payer;
import io.megatron.core.custody.internal.AdvancingAuthorizations;
import io.megatron.core.custody.internal.DecideWithdrawalCommand;
import io.megatron.core.custody.internal.PaymentDesk;
import io.megatron.core.custody.internal.SigningTransactions;
import io.megatron.core.custody.internal.SigningTransactions.Transfer;
import io.megatron.core.ledger.Book;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Deadline;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.custody.Authorization;
import io.megatron.mapper.custody.Authorization.Purpose;
import io.megatron.mapper.custody.EvmAddress;
import io.megatron.mapper.custody.Withdrawal;
import io.megatron.mapper.custody.WithdrawalMapper;
import io.megatron.mapper.custody.WithdrawalStatus;
import io.megatron.mapper.ids.AuthorizationId;
import io.megatron.mapper.ids.WithdrawalId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Signs approved withdrawals, first come, first served, as far as the hot wallet reaches. What is
 * signed is on record before {@link SendingSubmissions} shows it to anybody.
 */
@Component
public class SigningWithdrawals {
    private static final Logger LOG = LoggerFactory.getLogger(SigningWithdrawals.class);

    private final PaymentConditions conditions;
    private final SigningTransactions signing;
    private final AdvancingAuthorizations advancing;
    private final Destinations destinations;
    private final WithdrawalMapper withdrawals;
    private final WithdrawalSettings settings;
    private final Book book;
    private final PaymentDesk desk;

    public SigningWithdrawals(
            PaymentConditions conditions,
            SigningTransactions signing,
            AdvancingAuthorizations advancing,
            Destinations destinations,
            WithdrawalMapper withdrawals,
            WithdrawalSettings settings,
            Book book,
            PaymentDesk desk) {
        this.conditions = conditions;
        this.signing = signing;
        this.advancing = advancing;
        this.destinations = destinations;
        this.withdrawals = withdrawals;
        this.settings = settings;
        this.book = book;
        this.desk = desk;
    }

    /** How many withdrawals wait to be signed. */
    public long count() {
        return withdrawals.countOfStatus(WithdrawalStatus.APPROVED);
    }

    /**
     * Withdrawals that can be signed now, oldest first, after one of them, and those that can never
     * be. Where gas or USDC is short, or the token is paused, they wait, and nobody overtakes.
     */
    public List<Withdrawal> ready(Optional<Withdrawal> after, int limit) {
        Optional<Payer> payer = conditions.payer();
        if (payer.isEmpty()) {
            return List.of();
        }
        List<Withdrawal> waiting =
                withdrawals.ofStatus(
                        WithdrawalStatus.APPROVED,
                        after.map(Withdrawal::id).orElse(null),
                        Math.min(limit, free(payer.get())));
        Optional<String> obstacle =
                waiting.isEmpty() ? Optional.empty() : conditions.obstacle(payer.get());
        if (waiting.isEmpty() || obstacle.isPresent()) {
            obstacle.ifPresent(why -> LOG.warn("withdrawals wait: {}", why));
            return List.of();
        }
        return within(payer.get(), waiting);
    }

    /** How many more transactions may be on their way. */
    private int free(Payer payer) {
        return (int) Math.max(0, settings.maxInFlight() - conditions.inFlight(payer));
    }

    private List<Withdrawal> within(Payer payer, List<Withdrawal> waiting) {
        List<Withdrawal> ready = new ArrayList<>();
        Usdc left = conditions.available(payer);
        for (Withdrawal withdrawal : waiting) {
            Usdc rest = left.minus(withdrawal.amount());
            if (!rest.isNegative()) {
                left = rest;
            } else if (hopeless(payer, withdrawal.destination()).isEmpty()) {
                LOG.warn(
                        "withdrawals wait: the hot wallet lacks {} USDC for {}",
                        Usdc.ZERO.minus(rest),
                        withdrawal.id());
                break;
            }
            ready.add(withdrawal);
        }
        return ready;
    }

    /**
     * Signs one, or gives it back where nobody can be paid: the token refuses the destination for
     * good, or it has turned out to be one of our own. One whose user was blocked since it was
     * asked for waits for an administrator again.
     *
     * @return what became of it, or {@link Rejection#WITHDRAWAL_CLOSED} where somebody was first,
     *     {@link Rejection#CUSTODY_HALTED}, {@link Rejection#CUSTODY_OFF}, {@link
     *     Rejection#PAYMENT_REFUSED} while the token would refuse it
     */
    public Outcome<WithdrawalStatus> sign(Withdrawal withdrawal) {
        return conditions.paying(payer -> sign(payer, withdrawal));
    }

    private Outcome<WithdrawalStatus> sign(Payer payer, Withdrawal withdrawal) {
        Optional<String> hopeless = hopeless(payer, withdrawal.destination());
        if (hopeless.isPresent()) {
            return giveBack(withdrawal, hopeless.get());
        }
        Outcome<Authorization> signed =
                authorize(payer, withdrawal)
                        .then(authorization -> advancing.sign(withdrawal, authorization));
        return signed instanceof Outcome.Refused<Authorization>(Refusal refusal)
                        && refusal.code() == Rejection.USER_BLOCKED
                ? askAgain(withdrawal)
                : signed.map(_ -> WithdrawalStatus.SIGNED);
    }

    /** Its user was blocked since it was asked for, so an administrator has to approve it. */
    private Outcome<WithdrawalStatus> askAgain(Withdrawal withdrawal) {
        return decide(withdrawal, "AskAgain", new DecideWithdrawalCommand.Decision.AskAgain());
    }

    /** What was allowed when it was asked for may be known better by now. */
    private Optional<String> hopeless(Payer payer, EvmAddress destination) {
        KnownChain chain = payer.chain();
        if (chain.client().isBlacklisted(chain.token(), destination)) {
            return Optional.of("the token refuses this destination");
        }
        return payer.owns(destination)
                ? Optional.of("this is an address of the exchange itself")
                : destinations.forbidden(destination);
    }

    private Outcome<Authorization> authorize(Payer payer, Withdrawal withdrawal) {
        return signing.authorize(
                payer.chain(),
                payer.keys().hotWallet(),
                new Transfer(
                        AuthorizationId.of(withdrawal.id()),
                        Purpose.WITHDRAWAL,
                        withdrawal.destination(),
                        withdrawal.amount()));
    }

    /** Never signed, so never paid: what the token would refuse need not wait for its time. */
    private Outcome<WithdrawalStatus> giveBack(Withdrawal withdrawal, String why) {
        return decide(
                withdrawal,
                "Reject",
                new DecideWithdrawalCommand.Decision.GiveBack(
                        WithdrawalStatus.REJECTED, Optional.of(why)));
    }

    /** The row's state lets each take effect once; the same may be decided again later. */
    private Outcome<WithdrawalStatus> decide(
            Withdrawal withdrawal, String method, DecideWithdrawalCommand.Decision decision) {
        Map<String, String> payload =
                Map.of("id", withdrawal.id().toString(), "sent", UUID.randomUUID().toString());
        Call call = Call.ofJob("custody-withdrawals", method, payload);
        return book.write(
                        new DecideWithdrawalCommand(
                                desk, this::existing, call, withdrawal, decision),
                        Deadline.none())
                .map(Withdrawal::status);
    }

    private Withdrawal existing(WithdrawalId id) {
        return withdrawals.withdrawals(List.of(id)).getFirst();
    }
}
