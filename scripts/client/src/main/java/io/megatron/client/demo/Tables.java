package io.megatron.client.demo;

import com.google.protobuf.Timestamp;
import io.megatron.assets.v1.Asset;
import io.megatron.client.text.Table;
import io.megatron.ledger.v1.Entry;
import io.megatron.ledger.v1.GetStatementResponse;
import io.megatron.trading.v1.Position;
import io.megatron.trading.v1.Quote;
import io.megatron.trading.v1.Trade;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** The answers of the exchange, laid out for people. */
final class Tables {
    private static final int INDENT = 2;

    private Tables() {}

    static String ofAsset(Asset asset) {
        return new Table()
                .words("asset", "id", "status")
                .figures("base price", "slope", "supply", "price")
                .row(
                        asset.getSymbol(),
                        asset.getAssetId(),
                        word(asset.getStatus(), "ASSET_STATUS_"),
                        asset.getBasePrice(),
                        asset.getSlope(),
                        asset.getSupply(),
                        asset.getPrice())
                .indentedBy(INDENT);
    }

    static String ofQuote(Quote quote) {
        return new Table()
                .words("quote")
                .figures("shares", "gross", "fee", "average", "before", "after", "impact %")
                .row(
                        word(quote.getSide(), "SIDE_"),
                        quote.getShares(),
                        quote.getGross(),
                        quote.getFee(),
                        quote.getAveragePrice(),
                        quote.getPriceBefore(),
                        quote.getPriceAfter(),
                        quote.getPriceImpactPercent())
                .indentedBy(INDENT);
    }

    static String ofReceipts(String symbol, List<Trade> trades) {
        Table table =
                new Table()
                        .words("trade", "asset", "side")
                        .figures("shares", "gross", "fee", "net", "price after", "cash after")
                        .figures("position after");
        for (Trade trade : trades) {
            table.row(
                    trade.getTradeId(),
                    symbol,
                    word(trade.getSide(), "SIDE_"),
                    trade.getShares(),
                    trade.getGross(),
                    trade.getFee(),
                    trade.getNet(),
                    trade.getPriceAfter(),
                    trade.getCashBalanceAfter(),
                    trade.getPositionSharesAfter());
        }
        return table.indentedBy(INDENT);
    }

    static String ofPositions(String symbol, List<Trader> traders) {
        Table table =
                new Table()
                        .words("holder", "asset")
                        .figures("shares", "cost basis", "realised profit");
        for (Trader trader : traders) {
            for (Position position : trader.positions()) {
                table.row(
                        trader.name(),
                        symbol,
                        position.getShares(),
                        position.getCostBasis(),
                        position.getRealisedProfit());
            }
        }
        return table.indentedBy(INDENT);
    }

    static String ofStatement(GetStatementResponse statement) {
        Table table =
                new Table()
                        .words("booked at", "cause")
                        .figures("amount", "balance")
                        .words("reference");
        table.row("", "opening balance", "", statement.getOpeningBalance(), "");
        for (Entry entry : statement.getEntriesList()) {
            table.row(
                    moment(entry.getBookedAt()),
                    word(entry.getCause(), "CAUSE_"),
                    entry.getAmount(),
                    entry.getBalanceAfter(),
                    entry.getReference());
        }
        table.row("", "closing balance", "", statement.getClosingBalance(), "");
        return table.indentedBy(INDENT);
    }

    private static String word(Enum<?> value, String prefix) {
        String name = value.name();
        return name.substring(name.startsWith(prefix) ? prefix.length() : 0)
                .toLowerCase(Locale.ROOT)
                .replace('_', ' ');
    }

    private static Instant moment(Timestamp timestamp) {
        return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
    }
}
