package io.megatron.core.custody;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.custody.PaymentConditions.Payer;
import io.megatron.core.custody.chain.ChainClient.Acceptance;
import io.megatron.core.custody.chain.ChainClient.Answer;
import io.megatron.core.custody.chain.GasPrice;
import io.megatron.core.custody.internal.AdvancingAuthorizations;
import io.megatron.core.custody.internal.SigningTransactions;
import io.megatron.core.custody.internal.SigningTransactions.Replacing;
import io.megatron.core.custody.internal.Step;
import io.megatron.mapper.custody.Authorization;
import io.megatron.mapper.custody.AuthorizationMapper;
import io.megatron.mapper.custody.AuthorizationStatus;
import io.megatron.mapper.custody.EvmAddress;
import io.megatron.mapper.custody.EvmHash;
import io.megatron.mapper.custody.Submission;
import io.megatron.mapper.ids.AuthorizationId;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Shows nodes what was signed: the same bytes again and again, until a block has used their nonce
 * up. An answer that does not come changes nothing.
 */
@Component
public class SendingSubmissions {
    private final PaymentConditions conditions;
    private final SigningTransactions signing;
    private final AdvancingAuthorizations advancing;
    private final AuthorizationMapper mapper;
    private final WithdrawalSettings settings;
    private final Clock clock;

    public SendingSubmissions(
            PaymentConditions conditions,
            SigningTransactions signing,
            AdvancingAuthorizations advancing,
            AuthorizationMapper mapper,
            WithdrawalSettings settings,
            Clock clock) {
        this.conditions = conditions;
        this.signing = signing;
        this.advancing = advancing;
        this.mapper = mapper;
        this.settings = settings;
        this.clock = clock;
    }

    /** How many transactions no block has used up. */
    public long count() {
        return conditions
                .payer()
                .map(payer -> mapper.countFrom(payer.submitter(), used(payer)))
                .orElse(0L);
    }

    private static long used(Payer payer) {
        return payer.chain().client().transactionCount(payer.submitter());
    }

    /**
     * The newest transaction of each nonce that no block has used up, in the order of nonces, after
     * one of them. Those of authorizations that are used already are among them: the ones behind
     * wait for their nonce.
     */
    public List<Submission> due(Optional<Submission> after, int limit) {
        return conditions
                .payer()
                .map(
                        payer ->
                                mapper.newestFrom(
                                        payer.submitter(),
                                        Math.max(
                                                used(payer),
                                                after.map(Submission::accountNonce).orElse(-1L)
                                                        + 1),
                                        limit))
                .orElseGet(List::of);
    }

    /**
     * Sends one. Where it has paid too little for some time to get into a block, one with the same
     * nonce that pays more goes on record and is sent instead; where no node takes it for as long,
     * one that a node should take, so that those behind it can go on.
     *
     * @return what became of it, or {@link Rejection#CUSTODY_OFF}, {@link
     *     Rejection#CUSTODY_HALTED}, {@link Rejection#NONCE_TAKEN} where somebody was first, {@link
     *     Rejection#GAS_TOO_EXPENSIVE}, {@link Rejection#PAYMENT_REFUSED} with the node's words
     */
    public Outcome<String> send(Submission submission) {
        return conditions.paying(payer -> send(payer, submission));
    }

    private Outcome<String> send(Payer payer, Submission submission) {
        if (isOld(submission) && isTooCheap(payer, submission)) {
            Optional<Submission> dearer = signing.outbidding(replacing(payer, submission));
            // One that stays as it is, a node may have lost.
            return dearer.isPresent()
                    ? replace(payer, dearer.get())
                    : tooExpensive(submission, hand(payer, submission));
        }
        Answer answer = hand(payer, submission);
        return switch (answer.acceptance()) {
            case TAKEN, NONCE_USED, NONCE_AHEAD -> Outcome.accepted(words(answer));
            case UNDERPRICED ->
                    signing.outbidding(replacing(payer, submission))
                            .map(dearer -> replace(payer, dearer))
                            .orElseGet(() -> tooExpensive(submission, answer));
            case REFUSED ->
                    isOld(submission) ? unblock(payer, submission, answer) : refused(answer);
            case NO_GAS_MONEY -> refused(answer);
        };
    }

    private Outcome<String> unblock(Payer payer, Submission submission, Answer answer) {
        return signing.unblocking(replacing(payer, submission))
                .map(other -> replace(payer, other))
                .orElseGet(() -> refused(answer));
    }

    private static Outcome<String> tooExpensive(Submission submission, Answer answer) {
        return answer.acceptance() == Acceptance.NONCE_USED
                ? Outcome.accepted(words(answer))
                : Outcome.refused(
                        Rejection.GAS_TOO_EXPENSIVE,
                        "It pays %s wei per gas, as much as is allowed, and no block takes it; sent again: %s."
                                .formatted(submission.maxFee(), words(answer)));
    }

    private static Outcome<String> refused(Answer answer) {
        return Outcome.refused(
                Rejection.PAYMENT_REFUSED, "The node does not take it: " + answer.words());
    }

    private boolean isOld(Submission submission) {
        return submission.signedAt().plus(settings.replaceAfter()).isBefore(clock.instant());
    }

    /** Whether a block would get less than others pay for being in it. */
    private static boolean isTooCheap(Payer payer, Submission submission) {
        GasPrice price = payer.chain().client().gasPrice();
        return submission
                        .priorityFee()
                        .min(submission.maxFee().subtract(price.baseFee()))
                        .compareTo(price.priorityFee())
                < 0;
    }

    private Replacing replacing(Payer payer, Submission submission) {
        return new Replacing(
                payer.chain(), payer.submitterKey(), authorizationOf(submission), submission);
    }

    private Answer hand(Payer payer, Submission submission) {
        Answer answer = payer.chain().client().send(HexFormat.of().parseHex(submission.raw()));
        if (answer.acceptance() == Acceptance.TAKEN && signing.isPayment(submission)) {
            Authorization authorization = authorizationOf(submission);
            if (authorization.status() == AuthorizationStatus.SIGNED) {
                advancing.advance(authorization, new Step.Broadcast());
            }
        }
        return answer;
    }

    private static String words(Answer answer) {
        return answer.acceptance().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private Outcome<String> replace(Payer payer, Submission replacement) {
        return advancing.submit(replacement).map(kept -> "replaced: " + words(hand(payer, kept)));
    }

    private Authorization authorizationOf(Submission submission) {
        return mapper.authorizations(List.of(submission.authorizationId())).getFirst();
    }

    /**
     * Authorizations that no transaction of ours carries, in the order of their ids, after one of
     * them: they were just signed, another transaction took the nonce, the block's transaction was
     * reverted, or nonces before theirs have no transaction, so that no block can take them.
     */
    public List<Authorization> uncarried(Optional<Authorization> after, int limit) {
        Optional<Payer> payer = conditions.payer();
        if (payer.isEmpty()) {
            return List.of();
        }
        EvmAddress submitter = payer.get().submitter();
        long used = used(payer.get());
        long gap = mapper.nextNonce(submitter, used);
        Optional<Authorization> last = after;
        while (true) {
            List<Authorization> page = mapper.open(last.map(Authorization::id).orElse(null), limit);
            List<Authorization> uncarried =
                    uncarried(
                            page,
                            submission ->
                                    submission.submitter().equals(submitter)
                                            && submission.accountNonce() >= used
                                            && submission.accountNonce() < gap);
            if (!uncarried.isEmpty() || page.size() < limit) {
                return uncarried;
            }
            last = Optional.of(page.getLast());
        }
    }

    private List<Authorization> uncarried(List<Authorization> page, Predicate<Submission> carries) {
        List<Authorization> unused =
                page.stream().filter(open -> open.status().isUnused()).toList();
        if (unused.isEmpty()) {
            return List.of();
        }
        Set<AuthorizationId> carried =
                mapper.submissionsOf(unused.stream().map(Authorization::id).toList()).stream()
                        .filter(carries)
                        .map(Submission::authorizationId)
                        .collect(Collectors.toSet());
        return unused.stream().filter(open -> !carried.contains(open.id())).toList();
    }

    /**
     * Signs a transaction that carries an authorization, if the token would take it: one that was
     * used would be refused. It is on record before {@link #send} shows it to anybody.
     *
     * @return the transaction's hash, or {@link Rejection#PAYMENT_REFUSED}, {@link
     *     Rejection#NONCE_TAKEN}, {@link Rejection#CUSTODY_HALTED}, {@link Rejection#CUSTODY_OFF}
     */
    public Outcome<EvmHash> submit(Authorization authorization) {
        return conditions.paying(
                payer ->
                        signing.carrying(payer.chain(), payer.submitterKey(), authorization)
                                .then(advancing::submit)
                                .map(Submission::hash));
    }
}
