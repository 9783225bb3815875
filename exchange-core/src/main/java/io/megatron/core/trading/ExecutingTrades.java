package io.megatron.core.trading;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.ledger.Book;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Deadline;
import io.megatron.mapper.ids.TradeId;
import io.megatron.mapper.trading.Trade;
import io.megatron.mapper.trading.TradeMapper;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.springframework.stereotype.Component;

/** Executes trades: when a caller gets a trade, the trade is durable. */
@Component
public class ExecutingTrades {
    private final Book book;
    private final TradingDesk desk;
    private final TradeMapper trades;

    public ExecutingTrades(Book book, TradingDesk desk, TradeMapper trades) {
        this.book = book;
        this.desk = desk;
        this.trades = trades;
    }

    /**
     * Executes an order of the call's subject, while nobody waits for it ({@link Book#submit}).
     *
     * @return the trade, or {@link Rejection#REQUEST_ID_REUSED}, {@link Rejection#USER_NOT_FOUND},
     *     {@link Rejection#USER_BLOCKED}, {@link Rejection#ASSET_NOT_FOUND}, {@link
     *     Rejection#ASSET_NOT_ACTIVE}, {@link Rejection#TRADING_HALTED}, {@link
     *     Rejection#AMOUNT_OUT_OF_RANGE}, {@link Rejection#INSUFFICIENT_SHARES}, {@link
     *     Rejection#TRADE_TOO_SMALL}, {@link Rejection#SLIPPAGE_EXCEEDED}, {@link
     *     Rejection#INSUFFICIENT_FUNDS}
     */
    public CompletionStage<Outcome<Trade>> execute(Call call, Order order, Deadline deadline) {
        return book.submit(command(call, order), deadline);
    }

    private TradeCommand command(Call call, Order order) {
        return new TradeCommand(desk, this::executed, call, order);
    }

    /** An order, and the call that carries it. */
    public record Called(Call call, Order order) {}

    /**
     * Executes orders of anybody's, each after those before it.
     *
     * @return for each what {@link #execute} would have answered
     */
    public List<Outcome<Trade>> executeInOrder(List<Called> orders) {
        return book.writeInOrder(
                orders.stream().map(one -> command(one.call(), one.order())).toList(),
                Deadline.none());
    }

    private Trade executed(TradeId id) {
        Trade trade = trades.trade(id);
        if (trade == null) {
            throw new IllegalStateException("trade " + id + " is remembered but not there");
        }
        return trade;
    }
}
