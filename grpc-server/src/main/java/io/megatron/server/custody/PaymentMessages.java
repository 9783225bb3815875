package io.megatron.server.custody;

import io.megatron.core.custody.Eip55;
import io.megatron.core.custody.WithdrawalView;
import io.megatron.custody.v1.Withdrawal;
import io.megatron.custody.v1.WithdrawalStatus;
import io.megatron.mapper.custody.Authorization;
import io.megatron.mapper.custody.Submission;
import io.megatron.server.calls.Figures;
import io.megatron.server.errors.InvalidField;
import java.util.Optional;

/** Withdrawals in the words of the wire. */
final class PaymentMessages {
    private static final String PREFIX = "WITHDRAWAL_STATUS_";

    private PaymentMessages() {}

    static Withdrawal withdrawal(WithdrawalView view) {
        io.megatron.mapper.custody.Withdrawal withdrawal = view.withdrawal();
        Withdrawal.Builder message =
                Withdrawal.newBuilder()
                        .setWithdrawalId(withdrawal.id().toString())
                        .setDestination(Eip55.format(withdrawal.destination()))
                        .setAmount(withdrawal.amount().toString())
                        .setStatus(WithdrawalStatus.valueOf(PREFIX + withdrawal.status().name()))
                        .setNeedsApproval(withdrawal.needsApproval())
                        .setReplacements(
                                (int)
                                        view.submissions().stream()
                                                .filter(submission -> submission.replacement() > 0)
                                                .count())
                        .setRequestedAt(Figures.time(withdrawal.requestedAt()))
                        .setLedgerSequence(
                                Optional.ofNullable(withdrawal.closingSeq())
                                        .orElse(withdrawal.transferSeq()));
        Optional.ofNullable(withdrawal.userId())
                .ifPresent(user -> message.setUserId(user.toString()));
        Optional.ofNullable(withdrawal.reason()).ifPresent(message::setReason);
        Optional.ofNullable(withdrawal.approvedAt())
                .ifPresent(at -> message.setApprovedAt(Figures.time(at)));
        Optional.ofNullable(withdrawal.closedAt())
                .ifPresent(at -> message.setClosedAt(Figures.time(at)));
        view.authorization().ifPresent(signed -> addAuthorization(message, signed));
        transaction(view).ifPresent(message::setTransactionHash);
        return message.build();
    }

    private static void addAuthorization(Withdrawal.Builder message, Authorization signed) {
        message.setAuthorizationNonce(signed.nonce().toString())
                .setValidBefore(Figures.time(signed.validBefore()))
                .setSignedAt(Figures.time(signed.signedAt()));
        signed.use().ifPresent(use -> message.setBlockNumber(use.blockNumber()));
    }

    /** The one that paid it, or else the newest that was signed for it. */
    private static Optional<String> transaction(WithdrawalView view) {
        return view.authorization()
                .flatMap(Authorization::use)
                .map(use -> use.transaction().toString())
                .or(
                        () ->
                                view.submissions().isEmpty()
                                        ? Optional.empty()
                                        : Optional.of(view.submissions().getLast())
                                                .map(Submission::hash)
                                                .map(Object::toString));
    }

    static Optional<io.megatron.mapper.custody.WithdrawalStatus> status(WithdrawalStatus status) {
        return switch (status) {
            case WITHDRAWAL_STATUS_UNSPECIFIED -> Optional.empty();
            case UNRECOGNIZED -> throw new InvalidField("status", "is none of those there are");
            default ->
                    Optional.of(
                            io.megatron.mapper.custody.WithdrawalStatus.valueOf(
                                    status.name().substring(PREFIX.length())));
        };
    }
}
