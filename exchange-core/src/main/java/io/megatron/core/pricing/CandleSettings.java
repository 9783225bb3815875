package io.megatron.core.pricing;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many trades are worked on at once where candles are made and read.
 *
 * @param pageTrades how many trades are read by one query
 * @param pieceTrades after how many trades, about, what has been made is committed
 * @param newTrades how many trades that no candle holds yet a reader looks at, at the most; many
 *     times what a minute brings, so that there are more only where the job stands still
 */
@ConfigurationProperties("megatron.candles")
public record CandleSettings(
        @DefaultValue("5000") int pageTrades,
        @DefaultValue("20000") int pieceTrades,
        @DefaultValue("25000") int newTrades) {

    public CandleSettings {
        if (pageTrades < 1 || pieceTrades < 1 || newTrades < 1) {
            throw new IllegalArgumentException(
                    "megatron.candles.page-trades, piece-trades and new-trades have to be"
                            + " positive");
        }
    }
}
