package io.megatron.server.custody;

import io.grpc.stub.StreamObserver;
import io.megatron.core.custody.DepositSettings;
import io.megatron.core.custody.ProvingReserves;
import io.megatron.core.custody.ReadingDeposits;
import io.megatron.custody.v1.AttributeDepositRequest;
import io.megatron.custody.v1.AttributeDepositResponse;
import io.megatron.custody.v1.CustodyServiceGrpc;
import io.megatron.custody.v1.GetDepositAddressRequest;
import io.megatron.custody.v1.GetDepositAddressResponse;
import io.megatron.custody.v1.GetReservesRequest;
import io.megatron.custody.v1.GetReservesResponse;
import io.megatron.custody.v1.ListDepositsRequest;
import io.megatron.custody.v1.ListDepositsResponse;
import io.megatron.custody.v1.ListHaltsRequest;
import io.megatron.custody.v1.ListHaltsResponse;
import io.megatron.custody.v1.ListRescansRequest;
import io.megatron.custody.v1.ListRescansResponse;
import io.megatron.custody.v1.RescanDepositsRequest;
import io.megatron.custody.v1.RescanDepositsResponse;
import io.megatron.custody.v1.ResolveHaltRequest;
import io.megatron.custody.v1.ResolveHaltResponse;
import io.megatron.mapper.custody.Halt;
import io.megatron.mapper.custody.Rescan;
import io.megatron.server.calls.Answering;
import io.megatron.server.calls.Page;
import io.megatron.server.runtime.NodeRole;
import io.megatron.server.runtime.RunsAs;
import org.springframework.grpc.server.service.GrpcService;

/** {@code megatron.custody.v1.CustodyService}. */
@GrpcService
@RunsAs(NodeRole.API)
class CustodyEndpoint extends CustodyServiceGrpc.CustodyServiceImplBase {
    private final TakingDeposits deposits;
    private final ReadingDeposits reading;
    private final ProvingReserves proving;
    private final DepositSettings settings;

    CustodyEndpoint(
            TakingDeposits deposits,
            ReadingDeposits reading,
            ProvingReserves proving,
            DepositSettings settings) {
        this.proving = proving;
        this.deposits = deposits;
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
                                        resolved.gone().stream()
                                                .map(reading::view)
                                                .map(DepositMessages::deposit)
                                                .toList())
                                .setReplayed(replayed)
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
