package io.megatron.core.testing;

import io.megatron.core.events.Relaying;
import io.megatron.core.pricing.MakingPrices;
import io.megatron.core.pricing.PriceView;
import io.megatron.core.pricing.ReadingPrices;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.pricing.Tick;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The relay and the price engine of a node, driven by the test. */
public final class PriceNode {
    private static final Duration PATIENCE = Duration.ofMillis(50);

    private final Exchange exchange;

    private PriceNode(Exchange exchange) {
        this.exchange = exchange;
    }

    public static PriceNode of(Exchange exchange) {
        return new PriceNode(exchange);
    }

    /** Relays and consumes until nothing waits. */
    public void catchUp() {
        do {
            relay();
            consume();
        } while (waits());
    }

    public void relay() {
        Relaying relaying = exchange.use(Relaying.class);
        relaying.lookForLosses();
        long last = relaying.lastEvent();
        while (relaying.relay(last).more()) {
            // There is more.
        }
    }

    public void consume() {
        making().keepShards();
        making().takeLeftovers();
        if (making().hasShards()) {
            making().takeNew(PATIENCE);
        }
    }

    private boolean waits() {
        return exchange.database()
                .value(
                        """
                        select exists (
                            select from assets a left join prices p on p.asset_id = a.id
                            where a.event_seq > coalesce(p.event_seq, 0))
                        """)
                .equals("t");
    }

    public MakingPrices making() {
        return exchange.use(MakingPrices.class);
    }

    public PriceView price(AssetId asset) {
        return Exchange.accepted(exchange.use(ReadingPrices.class).price(asset));
    }

    /** All ticks of an asset, the latest first. */
    public List<Tick> ticks(AssetId asset) {
        return Exchange.accepted(
                exchange.use(ReadingPrices.class)
                        .ticks(
                                asset,
                                Long.MAX_VALUE,
                                Instant.EPOCH,
                                Instant.parse("9999-01-01T00:00:00Z"),
                                100_000));
    }
}
