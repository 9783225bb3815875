package io.megatron.jobs.frame;

import io.megatron.core.Outcome;
import io.megatron.core.Refusal;
import io.megatron.core.operations.WorkingRuns;
import io.megatron.mapper.operations.JobItem;
import io.megatron.mapper.operations.JobItem.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ItemWriter;

/**
 * Hands a chunk's items to the book, all at once unless their order matters, and says what became
 * of them. The book splits a batch that fails, so that one bad item harms no other; it is kept with
 * its reason.
 */
final class ChunkWriter<T> implements ItemWriter<T>, StepExecutionListener {
    private static final Logger LOG = LoggerFactory.getLogger(ChunkWriter.class);

    private final Phase<T> phase;
    private final Run run;
    private final OffTheStep off;
    private final WorkingRuns runs;
    private final BooleanSupplier stopAsked;
    private final PatientCalls patience = new PatientCalls();
    private @Nullable StepExecution step;

    ChunkWriter(
            Phase<T> phase, Run run, OffTheStep off, WorkingRuns runs, BooleanSupplier stopAsked) {
        this.phase = phase;
        this.run = run;
        this.off = off;
        this.runs = runs;
        this.stopAsked = stopAsked;
    }

    @Override
    public void beforeStep(StepExecution execution) {
        step = execution;
        off.call(
                () -> {
                    runs.beginPhase(run.id(), phase.name(), phase.count(run));
                    return true;
                });
        stopIfAsked();
    }

    /** What became of an item; nothing to note where it was done, or had been. */
    private record Fate(boolean changed, Optional<JobItem> noted) {}

    @Override
    public void write(Chunk<? extends T> chunk) {
        List<? extends T> items = chunk.getItems();
        List<Fate> fates =
                phase.inOrder()
                        ? off.call(() -> items.stream().map(this::fate).toList())
                        : off.callAll(
                                items.stream()
                                        .map(item -> (Callable<Fate>) () -> fate(item))
                                        .toList());
        off.call(
                () -> {
                    runs.progress(run.id(), progress(fates));
                    return true;
                });
        stopIfAsked();
    }

    private void stopIfAsked() {
        if (step != null && stopAsked.getAsBoolean()) {
            step.setTerminateOnly();
        }
    }

    private static WorkingRuns.Progress progress(List<Fate> fates) {
        List<JobItem> noted = fates.stream().flatMap(fate -> fate.noted().stream()).toList();
        return new WorkingRuns.Progress(
                fates.size(),
                fates.stream().filter(Fate::changed).count(),
                noted.stream().filter(item -> item.kind() == Kind.SKIPPED).count(),
                noted);
    }

    private Fate fate(T item) {
        try {
            return switch (patience.call(() -> phase.work(run, item))) {
                case Outcome.Accepted<Phase.Effect>(Phase.Effect effect, boolean replayed) ->
                        accepted(item, effect, replayed);
                case Outcome.Refused<Phase.Effect>(Refusal refusal) -> refused(item, refusal);
            };
        } catch (PatientCalls.GaveUp e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("{} {} of run {} failed", phase.name(), phase.key(item), run.id(), e);
            return skipped(item, "FAILED", "the command failed; the server's log says why");
        }
    }

    private Fate accepted(T item, Phase.Effect effect, boolean replayed) {
        boolean changed = effect.changed() && !replayed;
        return run.preview() && changed
                ? new Fate(true, Optional.of(noted(item, Kind.WOULD_CHANGE, "OK", effect.words())))
                : new Fate(changed, Optional.empty());
    }

    private Fate refused(T item, Refusal refusal) {
        return phase.doneBefore().contains(refusal.code())
                ? new Fate(false, Optional.empty())
                : skipped(item, refusal.code().name(), refusal.message());
    }

    private Fate skipped(T item, String code, String message) {
        return new Fate(false, Optional.of(noted(item, Kind.SKIPPED, code, message)));
    }

    private JobItem noted(T item, Kind kind, String code, String message) {
        Instant now = runs.now();
        return new JobItem(run.id(), phase.name(), phase.key(item), kind, code, message, now);
    }
}
