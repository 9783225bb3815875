package io.megatron.core.pricing;

import io.megatron.core.ledger.BesideTheBook;
import io.megatron.mapper.ledger.BookMapper;
import io.megatron.mapper.pricing.PriceMapper;
import java.time.Duration;
import org.springframework.stereotype.Component;

/**
 * Deletes ticks past their retention, a month at a time. The last tick of each asset stays, and
 * candles are made of trades.
 */
@Component
public class ForgettingTicks {
    private final BesideTheBook beside;
    private final BookMapper book;
    private final PriceMapper prices;
    private final PricingSettings settings;

    ForgettingTicks(
            BesideTheBook beside, BookMapper book, PriceMapper prices, PricingSettings settings) {
        this.beside = beside;
        this.book = book;
        this.prices = prices;
        this.settings = settings;
    }

    /** For how long a tick is kept at the least. */
    public Duration retention() {
        return settings.tickRetention();
    }

    /**
     * Deletes all that are due. Their age is counted from the book's last time.
     *
     * @return how many months of ticks went
     */
    public int forget() {
        return beside.write(() -> prices.purgeTicks(book.state().lastTime().minus(retention())));
    }
}
