package io.megatron.server.calls;

import com.google.protobuf.Timestamp;
import io.megatron.curve.money.Price;
import io.megatron.curve.money.Shares;
import io.megatron.curve.money.Usdc;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;

/** Figures that are only shown, and times, as they stand on the wire. */
public final class Figures {
    private static final int SCALE = 6;
    private static final int PERCENT_DIGITS = 2;

    private Figures() {}

    /** {@code amount / shares} in USDC per share, half to even; shares are above zero. */
    public static String perShare(Usdc amount, Shares shares) {
        return text(
                BigDecimal.valueOf(amount.micros())
                        .divide(
                                BigDecimal.valueOf(shares.micros()),
                                SCALE,
                                RoundingMode.HALF_EVEN));
    }

    /** {@code (after − before) / before} in percent, half to even; {@code before} is above zero. */
    public static String percentChange(Price before, Price after) {
        return text(
                BigDecimal.valueOf(after.micros() - before.micros())
                        .movePointRight(PERCENT_DIGITS)
                        .divide(
                                BigDecimal.valueOf(before.micros()),
                                SCALE,
                                RoundingMode.HALF_EVEN));
    }

    private static String text(BigDecimal figure) {
        return figure.stripTrailingZeros().toPlainString();
    }

    public static Timestamp time(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    public static com.google.protobuf.Duration duration(Duration duration) {
        return com.google.protobuf.Duration.newBuilder()
                .setSeconds(duration.toSeconds())
                .setNanos(duration.toNanosPart())
                .build();
    }
}
