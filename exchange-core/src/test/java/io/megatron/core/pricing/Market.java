package io.megatron.core.pricing;

import static io.megatron.core.testing.Exchange.accepted;

import io.megatron.core.Outcome;
import io.megatron.core.testing.Exchange;
import io.megatron.core.testing.SettableClock;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.trading.Position;
import io.megatron.mapper.trading.Trade;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Assets that somebody trades by chance, in bursts and with pauses of up to days. */
final class Market {
    private final Exchange exchange;
    private final SettableClock clock;
    private final RandomGenerator random;
    private final List<AssetId> assets;
    private final UserId trader;

    Market(Exchange exchange, SettableClock clock, RandomGenerator random) {
        this.exchange = exchange;
        this.clock = clock;
        this.random = random;
        assets =
                Stream.of("0.001", "0.5", "0").map(slope -> exchange.asset("1.25", slope)).toList();
        trader = exchange.traderWith("1000000");
    }

    List<AssetId> assets() {
        return assets;
    }

    /** Lets time pass and trades happen. */
    void trade(int trades) {
        for (int i = 0; i < trades; i++) {
            trade();
            if (random.nextInt(3) > 0) {
                clock.advance(pause());
            }
        }
    }

    private Trade trade() {
        AssetId asset = assets.get(random.nextInt(assets.size()));
        Position held = exchange.reading().position(trader, asset);
        String amount = "%d.%06d".formatted(1 + random.nextInt(20), random.nextInt(1_000_000));
        Outcome<Trade> outcome =
                held.shares().micros() > 30_000_000L && random.nextBoolean()
                        ? exchange.sell(trader, asset, amount)
                        : exchange.buy(trader, asset, amount);
        return accepted(outcome);
    }

    /** From a microsecond to days, each magnitude as likely as another. */
    private Duration pause() {
        long most = 1L << random.nextInt(39);
        return Duration.ofNanos(1_000 * (1 + random.nextLong(most)));
    }
}
