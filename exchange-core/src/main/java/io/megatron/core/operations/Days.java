package io.megatron.core.operations;

import java.time.LocalDate;
import java.util.List;

/** Days from one to another, both inclusive: at least one, {@value #MOST} at the most. */
public record Days(LocalDate from, LocalDate to) {
    /** A year, also where it is a leap year. */
    public static final int MOST = 366;

    public Days {
        if (to.isBefore(from) || to.isAfter(from.plusDays(MOST - 1))) {
            throw new IllegalArgumentException(
                    "%s to %s is not 1 to %d days".formatted(from, to, MOST));
        }
    }

    /** A day by itself. */
    public static Days of(LocalDate day) {
        return new Days(day, day);
    }

    List<LocalDate> each() {
        return from.datesUntil(to.plusDays(1)).toList();
    }

    /** As ISO 8601 has it; a day by itself without a dash. */
    @Override
    public String toString() {
        return from.equals(to) ? from.toString() : from + "/" + to;
    }
}
