package io.megatron.core.trading;

import io.megatron.core.ledger.BookJournal;
import io.megatron.mapper.trading.Trade;
import io.megatron.mapper.trading.TradeMapper;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/** The executed trades, append-only. */
@Component
public class Trades implements BookJournal<Trade> {
    private final TradeMapper trades;

    public Trades(TradeMapper trades) {
        this.trades = trades;
    }

    @Override
    public void append(List<Trade> rows, Instant at) {
        trades.insert(rows, at);
    }
}
