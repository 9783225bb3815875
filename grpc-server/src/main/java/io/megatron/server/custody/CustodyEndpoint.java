package io.megatron.server.custody;

import io.grpc.stub.StreamObserver;
import io.megatron.core.custody.DepositSettings;
import io.megatron.core.custody.DepositView;
import io.megatron.core.custody.ProvingReserves;
import io.megatron.core.custody.ReadingDeposits;
import io.megatron.custody.v1.ApproveWithdrawalRequest;
import io.megatron.custody.v1.ApproveWithdrawalResponse;
import io.megatron.custody.v1.AttributeDepositRequest;
import io.megatron.custody.v1.AttributeDepositResponse;
import io.megatron.custody.v1.CancelWithdrawalRequest;
import io.megatron.custody.v1.CancelWithdrawalResponse;
import io.megatron.custody.v1.CustodyServiceGrpc;
import io.megatron.custody.v1.GetDepositAddressRequest;
import io.megatron.custody.v1.GetDepositAddressResponse;
import io.megatron.custody.v1.GetReservesRequest;
import io.megatron.custody.v1.GetReservesResponse;
import io.megatron.custody.v1.GetWithdrawalRequest;
import io.megatron.custody.v1.GetWithdrawalResponse;
import io.megatron.custody.v1.ListDepositsRequest;
import io.megatron.custody.v1.ListDepositsResponse;
import io.megatron.custody.v1.ListHaltsRequest;
import io.megatron.custody.v1.ListHaltsResponse;
import io.megatron.custody.v1.ListRescansRequest;
import io.megatron.custody.v1.ListRescansResponse;
import io.megatron.custody.v1.ListWithdrawalsRequest;
import io.megatron.custody.v1.ListWithdrawalsResponse;
import io.megatron.custody.v1.RejectWithdrawalRequest;
import io.megatron.custody.v1.RejectWithdrawalResponse;
import io.megatron.custody.v1.RequestWithdrawalRequest;
import io.megatron.custody.v1.RequestWithdrawalResponse;
import io.megatron.custody.v1.RescanDepositsRequest;
import io.megatron.custody.v1.RescanDepositsResponse;
import io.megatron.custody.v1.ResolveHaltRequest;
import io.megatron.custody.v1.ResolveHaltResponse;
import io.megatron.custody.v1.WithdrawTreasuryRequest;
import io.megatron.custody.v1.WithdrawTreasuryResponse;
import io.megatron.mapper.custody.Deposit;
import io.megatron.mapper.custody.Halt;
import io.megatron.mapper.custody.Rescan;
import io.megatron.server.calls.Answering;
import io.megatron.server.calls.Page;
import io.megatron.server.runtime.NodeRole;
import io.megatron.server.runtime.RunsAs;
import java.util.List;
import org.springframework.grpc.server.service.GrpcService;

/** {@code megatron.custody.v1.CustodyService}. */
@GrpcService
@RunsAs(NodeRole.API)
class CustodyEndpoint extends CustodyServiceGrpc.CustodyServiceImplBase {
    /** A deposit takes some 400 bytes of a message, and clients take four megabytes of one. */
    private static final int MOST_GONE_SHOWN = 1_000;

    private final TakingDeposits deposits;
    private final TakingPayments payments;
    private final ReadingDeposits reading;
    private final ProvingReserves proving;
    private final DepositSettings settings;

    CustodyEndpoint(
            TakingDeposits deposits,
            TakingPayments payments,
            ReadingDeposits reading,
            ProvingReserves proving,
            DepositSettings settings) {
        this.proving = proving;
        this.deposits = deposits;
        this.payments = payments;
        this.reading = reading;
        this.settings = settings;
    }

    @Override
    public void getDepositAddress(
            GetDepositAddressRequest request, StreamObserver<GetDepositAddressResponse> observer) {
        Answering.answer(
                observer,
                deposits.address(),
                given ->
                        GetDepositAddressResponse.newBuilder()
                                .setDepositAddress(DepositMessages.address(given, settings))
                                .build());
    }

    @Override
    public void listDeposits(
            ListDepositsRequest request, StreamObserver<ListDepositsResponse> observer) {
        Answering.answer(
                observer,
                deposits.list(request),
                page ->
                        ListDepositsResponse.newBuilder()
                                .addAllDeposits(
                                        page.items().stream()
                                                .map(DepositMessages::deposit)
                                                .toList())
                                .setNextPageToken(page.nextToken())
                                .build());
    }

    @Override
    public void attributeDeposit(
            AttributeDepositRequest request, StreamObserver<AttributeDepositResponse> observer) {
        Answering.answer(
                observer,
                deposits.attribute(request),
                (deposit, replayed) ->
                        AttributeDepositResponse.newBuilder()
                                .setDeposit(DepositMessages.deposit(deposit))
                                .setReplayed(replayed)
                                .build());
    }

    @Override
    public void rescanDeposits(
            RescanDepositsRequest request, StreamObserver<RescanDepositsResponse> observer) {
        Answering.answer(
                observer,
                deposits.rescan(request),
                (rescan, replayed) ->
                        RescanDepositsResponse.newBuilder()
                                .setRescan(DepositMessages.rescan(rescan))
                                .setReplayed(replayed)
                                .build());
    }

    @Override
    public void listRescans(
            ListRescansRequest request, StreamObserver<ListRescansResponse> observer) {
        Page<Rescan> page = deposits.rescans(request);
        Answering.answer(
                observer,
                ListRescansResponse.newBuilder()
                        .addAllRescans(page.items().stream().map(DepositMessages::rescan).toList())
                        .setNextPageToken(page.nextToken())
                        .build());
    }

    @Override
    public void listHalts(ListHaltsRequest request, StreamObserver<ListHaltsResponse> observer) {
        Page<Halt> page = deposits.halts(request);
        Answering.answer(
                observer,
                ListHaltsResponse.newBuilder()
                        .addAllHalts(page.items().stream().map(DepositMessages::halt).toList())
                        .setNextPageToken(page.nextToken())
                        .build());
    }

    @Override
    public void resolveHalt(
            ResolveHaltRequest request, StreamObserver<ResolveHaltResponse> observer) {
        Answering.answer(
                observer,
                deposits.resolve(request),
                (resolved, replayed) ->
                        ResolveHaltResponse.newBuilder()
                                .setHalt(DepositMessages.halt(resolved.halt()))
                                .addAllGone(
                                        shown(resolved.gone()).stream()
                                                .map(DepositMessages::deposit)
                                                .toList())
                                .setTotalGone(resolved.gone().size())
                                .setReplayed(replayed)
                                .build());
    }

    private List<DepositView> shown(List<Deposit> gone) {
        return reading.views(gone.subList(0, Math.min(gone.size(), MOST_GONE_SHOWN)));
    }

    @Override
    public void requestWithdrawal(
            RequestWithdrawalRequest request, StreamObserver<RequestWithdrawalResponse> observer) {
        Answering.answer(
                observer,
                payments.request(request),
                (withdrawal, replayed) ->
                        RequestWithdrawalResponse.newBuilder()
                                .setWithdrawal(PaymentMessages.withdrawal(withdrawal))
                                .setReplayed(replayed)
                                .build());
    }

    @Override
    public void approveWithdrawal(
            ApproveWithdrawalRequest request, StreamObserver<ApproveWithdrawalResponse> observer) {
        Answering.answer(
                observer,
                payments.approve(request),
                (acted, replayed) -> payments.approval(request, acted, replayed));
    }

    @Override
    public void rejectWithdrawal(
            RejectWithdrawalRequest request, StreamObserver<RejectWithdrawalResponse> observer) {
        Answering.answer(
                observer,
                payments.reject(request),
                (withdrawal, replayed) ->
                        RejectWithdrawalResponse.newBuilder()
                                .setWithdrawal(PaymentMessages.withdrawal(withdrawal))
                                .setReplayed(replayed)
                                .build());
    }

    @Override
    public void cancelWithdrawal(
            CancelWithdrawalRequest request, StreamObserver<CancelWithdrawalResponse> observer) {
        Answering.answer(
                observer,
                payments.cancel(request),
                (withdrawal, replayed) ->
                        CancelWithdrawalResponse.newBuilder()
                                .setWithdrawal(PaymentMessages.withdrawal(withdrawal))
                                .setReplayed(replayed)
                                .build());
    }

    @Override
    public void withdrawTreasury(
            WithdrawTreasuryRequest request, StreamObserver<WithdrawTreasuryResponse> observer) {
        Answering.answer(
                observer,
                payments.withdrawTreasury(request),
                (withdrawal, replayed) ->
                        WithdrawTreasuryResponse.newBuilder()
                                .setWithdrawal(PaymentMessages.withdrawal(withdrawal))
                                .setReplayed(replayed)
                                .build());
    }

    @Override
    public void getWithdrawal(
            GetWithdrawalRequest request, StreamObserver<GetWithdrawalResponse> observer) {
        Answering.answer(
                observer,
                payments.find(request),
                withdrawal ->
                        GetWithdrawalResponse.newBuilder()
                                .setWithdrawal(PaymentMessages.withdrawal(withdrawal))
                                .build());
    }

    @Override
    public void listWithdrawals(
            ListWithdrawalsRequest request, StreamObserver<ListWithdrawalsResponse> observer) {
        Answering.answer(
                observer,
                payments.list(request),
                page ->
                        ListWithdrawalsResponse.newBuilder()
                                .addAllWithdrawals(
                                        page.items().stream()
                                                .map(PaymentMessages::withdrawal)
                                                .toList())
                                .setNextPageToken(page.nextToken())
                                .build());
    }

    @Override
    public void getReserves(
            GetReservesRequest request, StreamObserver<GetReservesResponse> observer) {
        Answering.answer(
                observer,
                proving.prove(),
                proof ->
                        GetReservesResponse.newBuilder()
                                .setReserves(ReserveMessages.reserves(proof))
                                .build());
    }
}
