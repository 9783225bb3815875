package io.megatron.jobs.frame;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ItemReader;

/**
 * Reads what is due, page by page, each from the last item's key on. It keeps no place for a
 * restart: what was done is no longer due.
 */
final class KeysetReader<T> implements ItemReader<T> {
    private final Phase<T> phase;
    private final Run run;
    private final OffTheStep off;
    private final int pageSize;
    private final PatientCalls patience = new PatientCalls();
    private final Queue<T> page = new ArrayDeque<>();
    private Optional<T> last = Optional.empty();
    private boolean ended;

    KeysetReader(Phase<T> phase, Run run, OffTheStep off, int pageSize) {
        this.phase = phase;
        this.run = run;
        this.off = off;
        this.pageSize = pageSize;
    }

    @Override
    public @Nullable T read() {
        if (page.isEmpty() && !ended) {
            List<T> next = off.call(() -> patience.call(() -> phase.due(run, last, pageSize)));
            page.addAll(next);
            ended = next.isEmpty();
        }
        T item = page.poll();
        if (item != null) {
            last = Optional.of(item);
        }
        return item;
    }
}
