package io.megatron.client.charts;

import com.google.protobuf.Timestamp;
import io.megatron.assets.v1.Asset;
import io.megatron.assets.v1.AssetServiceGrpc;
import io.megatron.assets.v1.GetAssetRequest;
import io.megatron.assets.v1.ListAssetsRequest;
import io.megatron.assets.v1.ListAssetsResponse;
import io.megatron.client.ClientException;
import io.megatron.client.connection.Connection;
import io.megatron.pricing.v1.Candle;
import io.megatron.pricing.v1.ListCandlesRequest;
import io.megatron.pricing.v1.ListCandlesResponse;
import io.megatron.pricing.v1.PriceServiceGrpc;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks the exchange for what a picture shows. */
record ReadingPrices(Connection connection, String token) {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int PAGE = 500;
    private static final int UUID_LENGTH = 36;

    /** Which time a picture shows; absent ends are those of what there is. */
    record Span(Optional<Instant> from, Optional<Instant> to) {
        static final Span ALL = new Span(Optional.empty(), Optional.empty());
    }

    /** An asset by its id or its symbol. */
    Asset asset(String idOrSymbol) {
        var assets =
                AssetServiceGrpc.newBlockingStub(connection.channel())
                        .withCallCredentials(Connection.bearing(token));
        if (idOrSymbol.length() == UUID_LENGTH) {
            return assets.withDeadlineAfter(PATIENCE)
                    .getAsset(GetAssetRequest.newBuilder().setAssetId(idOrSymbol).build())
                    .getAsset();
        }
        String pageToken = "";
        do {
            ListAssetsResponse page =
                    assets.withDeadlineAfter(PATIENCE)
                            .listAssets(
                                    ListAssetsRequest.newBuilder()
                                            .setPageSize(PAGE)
                                            .setPageToken(pageToken)
                                            .build());
            Optional<Asset> found =
                    page.getAssetsList().stream()
                            .filter(asset -> asset.getSymbol().equals(idOrSymbol))
                            .findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            pageToken = page.getNextPageToken();
        } while (!pageToken.isEmpty());
        throw new ClientException("there is no asset with the symbol " + idOrSymbol);
    }

    /** Candles in the order of time; nothing where there are more than so many. */
    Optional<List<Candle>> candles(Asset asset, Interval interval, Span span, int most) {
        ListCandlesRequest.Builder request =
                ListCandlesRequest.newBuilder()
                        .setAssetId(asset.getAssetId())
                        .setInterval(interval.wire())
                        .setPageSize(PAGE);
        span.from().ifPresent(from -> request.setStartTime(timestamp(from)));
        span.to().ifPresent(to -> request.setEndTime(timestamp(to)));
        List<Candle> candles = new ArrayList<>();
        do {
            ListCandlesResponse page =
                    PriceServiceGrpc.newBlockingStub(connection.channel())
                            .withCallCredentials(Connection.bearing(token))
                            .withDeadlineAfter(PATIENCE)
                            .listCandles(request.build());
            candles.addAll(page.getCandlesList());
            request.setPageToken(page.getNextPageToken());
            if (candles.size() > most) {
                return Optional.empty();
            }
        } while (!request.getPageToken().isEmpty());
        return Optional.of(candles);
    }

    private static Timestamp timestamp(Instant moment) {
        return Timestamp.newBuilder()
                .setSeconds(moment.getEpochSecond())
                .setNanos(moment.getNano())
                .build();
    }
}
