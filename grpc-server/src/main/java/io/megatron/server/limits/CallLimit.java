package io.megatron.server.limits;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/**
 * So many calls in a period: all of them at once, or one after the other, each coming back as the
 * period goes by.
 *
 * @param calls none at all where there is no limit
 */
public record CallLimit(long calls, Duration period) {
    private static final CallLimit OFF = new CallLimit(0, Duration.ZERO);
    private static final long MOST = 1_000_000_000;
    private static final Duration LONGEST = Duration.ofDays(1);

    public CallLimit {
        boolean off = calls == 0 && period.isZero();
        boolean fits = calls > 0 && calls <= MOST;
        boolean spans = period.toMillis() > 0 && period.compareTo(LONGEST) <= 0;
        if (!off && (!fits || !spans)) {
            throw new IllegalArgumentException(
                    "a limit has 1 to 1000000000 calls in a day at the most");
        }
    }

    /** From {@code 600/1m}, or {@code off}. */
    public static CallLimit of(String text) {
        String[] parts = text.strip().split("/", -1);
        try {
            if (parts.length == 1 && parts[0].equals("off")) {
                return OFF;
            }
            if (parts.length == 2) {
                return new CallLimit(
                        Long.parseLong(parts[0].strip()),
                        DurationStyle.detectAndParse(parts[1].strip()));
            }
        } catch (IllegalArgumentException unreadable) {
            throw unreadable(text, unreadable);
        }
        throw unreadable(text, null);
    }

    private static IllegalArgumentException unreadable(String text, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "'%s' is no limit like 600/1m, and is not off".formatted(text), cause);
    }

    boolean isOn() {
        return calls > 0;
    }

    /** After which one more comes back; rounded down, so that all of them fit. */
    long nanosPerCall() {
        return period.toNanos() / calls;
    }

    @Override
    public String toString() {
        if (!isOn()) {
            return "off";
        }
        long millis = period.toMillis();
        return millis % 1000 == 0 ? calls + "/" + millis / 1000 + "s" : calls + "/" + millis + "ms";
    }
}
