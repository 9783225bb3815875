package io.megatron.client.bench;

import io.megatron.client.connection.ReadableError;
import io.megatron.funding.v1.ClaimFeesRequest;
import io.megatron.funding.v1.ClaimFeesResponse;
import io.megatron.funding.v1.ContributeRequest;
import io.megatron.funding.v1.ContributeResponse;
import io.megatron.funding.v1.FundingServiceGrpc;
import io.megatron.operations.v1.AdminServiceGrpc;
import io.megatron.operations.v1.GrantTestFundsRequest;
import io.megatron.operations.v1.GrantTestFundsResponse;
import java.util.function.Supplier;

/**
 * Sends trades of an asset, and among them claims and contributions of its LPs, and deposits of
 * traders. A deposit is a grant of test funds, which is booked as a deposit is once the chain has
 * confirmed it.
 */
final class MixedCalls implements Calls {
    private static final String CONTRIBUTION = "1";
    private static final String DEPOSIT = "10";

    private final Wire wire;
    private final Mixture mixture;
    private final TradeCalls trades;
    private final Traders traders;
    private final Pool pool;
    private final String administrator;

    /**
     * @param trades of the pool's asset
     * @param administrator the authorization of who books deposits
     */
    MixedCalls(
            Wire wire,
            Mixture mixture,
            TradeCalls trades,
            Traders traders,
            Pool pool,
            String administrator) {
        this.wire = wire;
        this.mixture = mixture;
        this.trades = trades;
        this.traders = traders;
        this.pool = pool;
        this.administrator = administrator;
    }

    @Override
    public void send(int caller, Ending ending) {
        switch (mixture.next()) {
            case Mixture.Next.Trade() -> trades.send(caller, ending);
            case Mixture.Next.Claim(int lp) -> claim(caller, lp, ending);
            case Mixture.Next.Contribution(int lp) -> contribute(caller, lp, ending);
            case Mixture.Next.Deposit(int trader) -> deposit(caller, trader, ending);
        }
    }

    private void claim(int caller, int lp, Ending ending) {
        UnaryCall.send(
                wire.of(caller),
                FundingServiceGrpc.getClaimFeesMethod(),
                pool.lps().authorizations().get(lp),
                ClaimFeesRequest.newBuilder()
                        .setRequestId(RequestIds.next())
                        .setAssetId(pool.asset())
                        .build(),
                new Landing<ClaimFeesResponse>(() -> mixture.claimed(lp), ending));
    }

    private void contribute(int caller, int lp, Ending ending) {
        UnaryCall.send(
                wire.of(caller),
                FundingServiceGrpc.getContributeMethod(),
                pool.lps().authorizations().get(lp),
                ContributeRequest.newBuilder()
                        .setRequestId(RequestIds.next())
                        .setAssetId(pool.asset())
                        .setAmount(CONTRIBUTION)
                        .build(),
                new Landing<ContributeResponse>(() -> {}, ending));
    }

    private void deposit(int caller, int trader, Ending ending) {
        UnaryCall.send(
                wire.of(caller),
                AdminServiceGrpc.getGrantTestFundsMethod(),
                administrator,
                GrantTestFundsRequest.newBuilder()
                        .setRequestId(RequestIds.next())
                        .setUserId(traders.ids().get(trader).toString())
                        .setAmount(DEPOSIT)
                        .build(),
                new Landing<GrantTestFundsResponse>(() -> {}, ending));
    }

    /**
     * Where the answer of one of them arrives.
     *
     * @param whenAnswered before the caller goes on
     */
    private record Landing<A>(Runnable whenAnswered, Ending ending) implements UnaryCall.Ending<A> {
        @Override
        public void answered(A answer) {
            whenAnswered.run();
            ending.succeeded();
        }

        @Override
        public void failed(String reason, Supplier<ReadableError> error) {
            whenAnswered.run();
            ending.failed(reason);
        }
    }
}
