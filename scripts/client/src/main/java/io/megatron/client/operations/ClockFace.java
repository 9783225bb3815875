package io.megatron.client.operations;

import com.google.protobuf.Timestamp;
import io.megatron.operations.v1.GetClockResponse;
import io.megatron.operations.v1.MoveClockResponse;
import java.time.Duration;
import java.time.Instant;

/** What the clock shows, for people. */
final class ClockFace {
    private ClockFace() {}

    static String of(GetClockResponse shown) {
        return """
        business time %s, %s
        real time     %s
        %s\
        """
                .formatted(
                        instant(shown.getBusinessTime()),
                        ahead(shown.getOffset()),
                        instant(shown.getRealTime()),
                        shown.getMovable()
                                ? "It may be moved: scripts/clock forward 7d"
                                : "It cannot be moved: the installation was not created as"
                                        + " development");
    }

    static String of(MoveClockResponse moved) {
        return "business time %s, %s"
                .formatted(instant(moved.getBusinessTime()), ahead(moved.getOffset()));
    }

    private static Instant instant(Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }

    /** As in {@code 7d 12h ahead}, without what is zero. */
    static String ahead(com.google.protobuf.Duration offset) {
        Duration ahead = Duration.ofSeconds(offset.getSeconds(), offset.getNanos());
        if (ahead.isZero()) {
            return "the same as real time";
        }
        StringBuilder text = new StringBuilder();
        part(text, ahead.toDaysPart(), "d");
        part(text, ahead.toHoursPart(), "h");
        part(text, ahead.toMinutesPart(), "m");
        part(text, ahead.toSecondsPart(), "s");
        part(text, ahead.toNanosPart() / 1_000, "µs");
        return text.append("ahead").toString();
    }

    private static void part(StringBuilder text, long number, String unit) {
        if (number != 0) {
            text.append(number).append(unit).append(' ');
        }
    }
}
