package io.megatron.client.demo;

import io.megatron.assets.v1.Asset;
import io.megatron.assets.v1.AssetServiceGrpc;
import io.megatron.assets.v1.CreateAssetRequest;
import io.megatron.client.connection.Connection;
import io.megatron.funding.v1.ApproveAssetRequest;
import io.megatron.funding.v1.ContributeRequest;
import io.megatron.funding.v1.Contribution;
import io.megatron.funding.v1.FundingServiceGrpc;
import io.megatron.operations.v1.AdminServiceGrpc;
import io.megatron.operations.v1.GrantTestFundsRequest;
import io.megatron.operations.v1.RegisterUserRequest;
import java.time.Duration;
import java.util.UUID;

/** Runs the exchange of the demo. */
record Administrator(Connection connection, String token) {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    Asset createAsset(String symbol, String name, String basePrice, String slope) {
        return AssetServiceGrpc.newBlockingStub(connection.channel())
                .withCallCredentials(Connection.bearing(token))
                .withDeadlineAfter(PATIENCE)
                .createAsset(
                        CreateAssetRequest.newBuilder()
                                .setRequestId(UUID.randomUUID().toString())
                                .setSymbol(symbol)
                                .setName(name)
                                .setBasePrice(basePrice)
                                .setSlope(slope)
                                .build())
                .getAsset();
    }

    /** Registers somebody who funds the asset up to its soft cap, so that it trades. */
    Contribution fund(Trader lp, Asset asset, String amount) {
        register(lp.id());
        grant(lp.id(), amount);
        return FundingServiceGrpc.newBlockingStub(connection.channel())
                .withCallCredentials(Connection.bearing(lp.token()))
                .withDeadlineAfter(PATIENCE)
                .contribute(
                        ContributeRequest.newBuilder()
                                .setRequestId(UUID.randomUUID().toString())
                                .setAssetId(asset.getAssetId())
                                .setAmount(amount)
                                .build())
                .getContribution();
    }

    /** Answers a request for an asset with yes and says which asset it has become. */
    String approve(String assetRequest) {
        return FundingServiceGrpc.newBlockingStub(connection.channel())
                .withCallCredentials(Connection.bearing(token))
                .withDeadlineAfter(PATIENCE)
                .approveAsset(
                        ApproveAssetRequest.newBuilder()
                                .setRequestId(UUID.randomUUID().toString())
                                .setAssetRequestId(assetRequest)
                                .build())
                .getAssetRequest()
                .getAssetId();
    }

    void register(UUID user) {
        admin().registerUser(
                        RegisterUserRequest.newBuilder()
                                .setRequestId(UUID.randomUUID().toString())
                                .setUserId(user.toString())
                                .build());
    }

    /** Gives invented money and says what the user then has. */
    String grant(UUID user, String amount) {
        return admin().grantTestFunds(
                        GrantTestFundsRequest.newBuilder()
                                .setRequestId(UUID.randomUUID().toString())
                                .setUserId(user.toString())
                                .setAmount(amount)
                                .build())
                .getBalanceAfter();
    }

    private AdminServiceGrpc.AdminServiceBlockingStub admin() {
        return AdminServiceGrpc.newBlockingStub(connection.channel())
                .withCallCredentials(Connection.bearing(token))
                .withDeadlineAfter(PATIENCE);
    }
}
