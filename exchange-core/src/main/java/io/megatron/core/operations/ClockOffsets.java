package io.megatron.core.operations;

import io.megatron.core.ledger.BookTable;
import io.megatron.mapper.ledger.BookMapper;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** How far business time is ahead of real time: the one row that moves of the clock decide on. */
@Component
class ClockOffsets implements BookTable<ClockOffsets.Key, ClockOffsets.Offset> {
    private final BookMapper book;

    ClockOffsets(BookMapper book) {
        this.book = book;
    }

    enum Key {
        ONLY_ROW
    }

    /**
     * How far, in two parts.
     *
     * @param before when the batch began; the batch's own time contains it
     * @param moved by the batch so far
     */
    record Offset(Duration before, Duration moved) {
        Offset forward(Duration step) {
            return new Offset(before, moved.plus(step));
        }

        Duration total() {
            return before.plus(moved);
        }
    }

    @Override
    public Map<Key, Offset> load(Set<Key> keys) {
        return book.clockOffsetMicros().stream()
                .map(micros -> new Offset(Duration.of(micros, ChronoUnit.MICROS), Duration.ZERO))
                .collect(Collectors.toMap(row -> Key.ONLY_ROW, Function.identity()));
    }

    @Override
    public void persist(Changes<Offset> changes) {
        Offset offset = changes.updated().getFirst();
        book.setClockOffsetMicros(TimeUnit.MICROSECONDS.convert(offset.total()));
    }
}
