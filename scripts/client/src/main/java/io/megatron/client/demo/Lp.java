package io.megatron.client.demo;

import io.megatron.client.connection.Connection;
import io.megatron.funding.v1.AssetRequest;
import io.megatron.funding.v1.ClaimFeesRequest;
import io.megatron.funding.v1.ContributeRequest;
import io.megatron.funding.v1.Contribution;
import io.megatron.funding.v1.FeeClaim;
import io.megatron.funding.v1.FundingServiceGrpc;
import io.megatron.funding.v1.FundingServiceGrpc.FundingServiceBlockingStub;
import io.megatron.funding.v1.GetLpPositionRequest;
import io.megatron.funding.v1.ListLpWithdrawalsRequest;
import io.megatron.funding.v1.LpPosition;
import io.megatron.funding.v1.LpWithdrawal;
import io.megatron.funding.v1.RequestAssetRequest;
import io.megatron.funding.v1.RequestLpWithdrawalRequest;
import io.megatron.funding.v1.RequestLpWithdrawalResponse;
import io.megatron.ledger.v1.GetBalanceRequest;
import io.megatron.ledger.v1.LedgerServiceGrpc;
import java.time.Duration;
import java.util.UUID;

/** Somebody who provides liquidity. */
record Lp(String name, UUID id, String token, Connection connection) {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    AssetRequest ask(String symbol, String title, String firstContribution) {
        return funding()
                .requestAsset(
                        RequestAssetRequest.newBuilder()
                                .setRequestId(UUID.randomUUID().toString())
                                .setSymbol(symbol)
                                .setName(title)
                                .setBasePrice("1")
                                .setSlope("0.01")
                                .setFirstContribution(firstContribution)
                                .build())
                .getAssetRequest();
    }

    Contribution contribute(String asset, String amount) {
        return funding()
                .contribute(
                        ContributeRequest.newBuilder()
                                .setRequestId(UUID.randomUUID().toString())
                                .setAssetId(asset)
                                .setAmount(amount)
                                .build())
                .getContribution();
    }

    FeeClaim claim(String asset) {
        return funding()
                .claimFees(
                        ClaimFeesRequest.newBuilder()
                                .setRequestId(UUID.randomUUID().toString())
                                .setAssetId(asset)
                                .build())
                .getClaim();
    }

    LpPosition position(String asset) {
        return funding()
                .getLpPosition(GetLpPositionRequest.newBuilder().setAssetId(asset).build())
                .getPosition();
    }

    RequestLpWithdrawalResponse withdraw(String asset, String amount) {
        return funding()
                .requestLpWithdrawal(
                        RequestLpWithdrawalRequest.newBuilder()
                                .setRequestId(UUID.randomUUID().toString())
                                .setAssetId(asset)
                                .setAmount(amount)
                                .build());
    }

    LpWithdrawal lastWithdrawal(String asset) {
        return funding()
                .listLpWithdrawals(ListLpWithdrawalsRequest.newBuilder().setAssetId(asset).build())
                .getWithdrawals(0);
    }

    String cash() {
        return LedgerServiceGrpc.newBlockingStub(connection.channel())
                .withCallCredentials(Connection.bearing(token))
                .withDeadlineAfter(PATIENCE)
                .getBalance(GetBalanceRequest.getDefaultInstance())
                .getBalance();
    }

    private FundingServiceBlockingStub funding() {
        return FundingServiceGrpc.newBlockingStub(connection.channel())
                .withCallCredentials(Connection.bearing(token))
                .withDeadlineAfter(PATIENCE);
    }
}
