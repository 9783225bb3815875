package io.megatron.server.custody;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.custody.Eip55;
import io.megatron.core.custody.ReadingWithdrawals;
import io.megatron.core.custody.RequestingWithdrawals;
import io.megatron.core.custody.RequestingWithdrawals.Payment;
import io.megatron.core.custody.WithdrawalView;
import io.megatron.core.ledger.Acted;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Submitting;
import io.megatron.curve.money.Usdc;
import io.megatron.custody.v1.ApproveWithdrawalRequest;
import io.megatron.custody.v1.ApproveWithdrawalResponse;
import io.megatron.custody.v1.CancelWithdrawalRequest;
import io.megatron.custody.v1.CustodyServiceGrpc;
import io.megatron.custody.v1.GetWithdrawalRequest;
import io.megatron.custody.v1.ListWithdrawalsRequest;
import io.megatron.custody.v1.RejectWithdrawalRequest;
import io.megatron.custody.v1.RequestWithdrawalRequest;
import io.megatron.custody.v1.WithdrawTreasuryRequest;
import io.megatron.mapper.custody.WithdrawalStatus;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.ids.WithdrawalId;
import io.megatron.server.calls.Answering;
import io.megatron.server.calls.Calls;
import io.megatron.server.calls.Fields;
import io.megatron.server.calls.Page;
import io.megatron.server.calls.PageTokens;
import io.megatron.server.calls.PendingMessages;
import io.megatron.server.calls.Subjects;
import io.megatron.server.errors.InvalidField;
import io.megatron.server.security.Caller;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads calls about withdrawals to the chain from the wire. */
@Component
class TakingPayments {
    private final RequestingWithdrawals requesting;
    private final ReadingWithdrawals reading;
    private final Subjects subjects;
    private final PendingMessages pending;

    TakingPayments(
            RequestingWithdrawals requesting,
            ReadingWithdrawals reading,
            Subjects subjects,
            PendingMessages pending) {
        this.requesting = requesting;
        this.reading = reading;
        this.subjects = subjects;
        this.pending = pending;
    }

    Outcome<WithdrawalView> request(RequestWithdrawalRequest request) {
        Payment payment = payment(request.getAmount(), request.getDestination(), null);
        Call call =
                Calls.of(
                        request.getRequestId(),
                        CustodyServiceGrpc.getRequestWithdrawalMethod(),
                        payload(payment));
        return requesting
                .request(
                        call,
                        Caller.current().userId(),
                        payment,
                        Submitting.of(request.getValidateOnly()),
                        Answering.deadline())
                .map(reading::view);
    }

    Outcome<WithdrawalView> withdrawTreasury(WithdrawTreasuryRequest request) {
        Payment payment =
                payment(
                        request.getAmount(),
                        request.getDestination(),
                        CustodyCalls.reason(request.getReason()));
        Call call =
                Calls.of(
                        request.getRequestId(),
                        CustodyServiceGrpc.getWithdrawTreasuryMethod(),
                        payload(payment));
        return requesting
                .withdrawTreasury(
                        call,
                        payment,
                        Submitting.of(request.getValidateOnly()),
                        Answering.deadline())
                .map(reading::view);
    }

    private static Payment payment(String amount, String destination, @Nullable String reason) {
        Usdc usdc = Fields.positiveUsdc("amount", amount);
        try {
            return new Payment(Eip55.parse(destination), usdc, reason);
        } catch (IllegalArgumentException unreadable) {
            throw new InvalidField("destination", String.valueOf(unreadable.getMessage()));
        }
    }

    private static Map<String, String> payload(Payment payment) {
        Map<String, String> payload = new HashMap<>();
        payload.put("amount", payment.amount().toString());
        payload.put("destination", payment.destination().toString());
        if (payment.reason() != null) {
            payload.put("reason", payment.reason());
        }
        return payload;
    }

    Outcome<Acted<WithdrawalView>> approve(ApproveWithdrawalRequest request) {
        WithdrawalId id = Fields.withdrawalId(request.getWithdrawalId());
        return requesting
                .approve(
                        Calls.of(
                                request.getRequestId(),
                                CustodyServiceGrpc.getApproveWithdrawalMethod(),
                                Map.of("withdrawal_id", id.toString())),
                        id,
                        Submitting.of(request.getValidateOnly()),
                        Answering.deadline())
                .map(acted -> acted.map(reading::view));
    }

    /** With the withdrawal as it is, also where its approval waits. */
    ApproveWithdrawalResponse approval(
            ApproveWithdrawalRequest request, Acted<WithdrawalView> acted, boolean replayed) {
        ApproveWithdrawalResponse.Builder answer =
                ApproveWithdrawalResponse.newBuilder().setReplayed(replayed);
        acted.waiting().map(pending::message).ifPresent(answer::setPending);
        return answer.setWithdrawal(
                        PaymentMessages.withdrawal(
                                acted.done()
                                        .or(
                                                () ->
                                                        reading.find(
                                                                Fields.withdrawalId(
                                                                        request.getWithdrawalId())))
                                        .orElseThrow()))
                .build();
    }

    Outcome<WithdrawalView> reject(RejectWithdrawalRequest request) {
        WithdrawalId id = Fields.withdrawalId(request.getWithdrawalId());
        String reason = CustodyCalls.reason(request.getReason());
        return requesting
                .reject(
                        Calls.of(
                                request.getRequestId(),
                                CustodyServiceGrpc.getRejectWithdrawalMethod(),
                                Map.of("withdrawal_id", id.toString(), "reason", reason)),
                        id,
                        reason,
                        Submitting.of(request.getValidateOnly()),
                        Answering.deadline())
                .map(reading::view);
    }

    Outcome<WithdrawalView> cancel(CancelWithdrawalRequest request) {
        WithdrawalId id = Fields.withdrawalId(request.getWithdrawalId());
        return requesting
                .cancel(
                        Calls.of(
                                request.getRequestId(),
                                CustodyServiceGrpc.getCancelWithdrawalMethod(),
                                Map.of("withdrawal_id", id.toString())),
                        Caller.current().userId(),
                        id,
                        Submitting.of(request.getValidateOnly()),
                        Answering.deadline())
                .map(reading::view);
    }

    /** To everybody but its user and the staff a withdrawal is as unknown as one that never was. */
    Outcome<WithdrawalView> find(GetWithdrawalRequest request) {
        WithdrawalId id = Fields.withdrawalId(request.getWithdrawalId());
        Caller caller = Caller.current();
        return reading.find(id)
                .filter(
                        view ->
                                caller.isAdmin()
                                        || caller.isOperator()
                                        || caller.userId().equals(view.withdrawal().userId()))
                .map(Outcome::accepted)
                .orElseGet(
                        () ->
                                Outcome.refused(
                                        Rejection.WITHDRAWAL_NOT_FOUND,
                                        "There is no such withdrawal."));
    }

    Outcome<Page<WithdrawalView>> list(ListWithdrawalsRequest request) {
        Caller caller = Caller.current();
        boolean everybody = caller.isAdmin() || caller.isOperator();
        if (request.getUserId().isEmpty() && everybody) {
            return Outcome.accepted(page(Optional.empty(), request));
        }
        if (caller.isOperator() && !request.getUserId().isEmpty()) {
            return Outcome.accepted(page(Optional.of(Fields.userId(request.getUserId())), request));
        }
        return subjects.named(request.getUserId()).map(user -> page(Optional.of(user), request));
    }

    private Page<WithdrawalView> page(Optional<UserId> user, ListWithdrawalsRequest request) {
        int size = Fields.pageSize(request.getPageSize());
        Optional<WithdrawalStatus> status = PaymentMessages.status(request.getStatus());
        PageTokens tokens = PageTokens.of("ListWithdrawals", user, status);
        Optional<WithdrawalId> before =
                tokens.read(request.getPageToken(), key -> WithdrawalId.of(UUID.fromString(key)));
        return Page.of(
                tokens,
                size,
                reading.page(new ReadingWithdrawals.Filter(user, status), before, Page.limit(size)),
                found -> found.withdrawal().id().toString());
    }
}
