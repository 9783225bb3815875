package io.megatron.core.pricing;

import io.megatron.core.ledger.Snapshots;
import io.megatron.mapper.pricing.VolumeMapper;
import io.megatron.mapper.pricing.VolumeMapper.Traded;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.springframework.stereotype.Component;

/**
 * What all assets together have traded: by their candles, and on top the trades that no candle
 * holds yet. So it costs the same after ten trades and after ten million.
 */
@Component
public class ReadingVolumes {
    private static final Duration DAY = Duration.ofDays(1);

    private final Snapshots snapshots;
    private final VolumeMapper volumes;
    private final int newTrades;

    ReadingVolumes(Snapshots snapshots, VolumeMapper volumes, CandleSettings settings) {
        this.snapshots = snapshots;
        this.volumes = volumes;
        this.newTrades = settings.newTrades();
    }

    /**
     * Sums over trades.
     *
     * @param day of 24 hours, which begin with a whole minute
     * @param dayFrom when they begin
     * @param complete whether no trade is missing; some are only where the job that makes candles
     *     stands still
     */
    public record Volumes(Traded day, Instant dayFrom, Traded total, boolean complete) {}

    /** Up to a moment of book time; of one snapshot, which may be an outer one. */
    public Volumes until(Instant now) {
        Instant from = now.minus(DAY).truncatedTo(ChronoUnit.MINUTES);
        return snapshots.read(
                () ->
                        new Volumes(
                                day(from),
                                from,
                                volumes.ofCandles("1w", null, null)
                                        .plus(volumes.ofNewTrades(null, newTrades)),
                                volumes.countFarBehind(newTrades) == 0));
    }

    /** Minutes up to the first whole hour, hours from there on. */
    private Traded day(Instant from) {
        Instant hour = from.truncatedTo(ChronoUnit.HOURS);
        Instant wholeHour = hour.equals(from) ? from : hour.plus(1, ChronoUnit.HOURS);
        return volumes.ofCandles("1m", from, wholeHour)
                .plus(volumes.ofCandles("1h", wholeHour, null))
                .plus(volumes.ofNewTrades(from, newTrades));
    }
}
