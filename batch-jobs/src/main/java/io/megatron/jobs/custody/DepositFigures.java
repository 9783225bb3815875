package io.megatron.jobs.custody;

import io.megatron.core.custody.ReadingDeposits;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;

/** How deposits stood at the end of this node's last scan, for an alarm. */
final class DepositFigures {
    private final AtomicLong behind = new AtomicLong();
    private final AtomicLong oldestSeconds = new AtomicLong();
    private final AtomicLong halted = new AtomicLong();

    DepositFigures(MeterRegistry meters) {
        gauge(meters, "behind", behind, "blocks from where all was read to the newest one");
        gauge(meters, "oldest.waiting", oldestSeconds, "seconds the oldest deposit has waited");
        gauge(meters, "halted", halted, "1 while custody stands still");
    }

    private static void gauge(
            MeterRegistry meters, String name, AtomicLong figure, String description) {
        ToDoubleFunction<AtomicLong> value = AtomicLong::get;
        Gauge.builder("megatron.deposits." + name, figure, value)
                .description(description)
                .register(meters);
    }

    void stand(ReadingDeposits.Figures figures) {
        behind.set(figures.behind());
        oldestSeconds.set(figures.oldestWaiting().toSeconds());
        halted.set(figures.halted() ? 1 : 0);
    }
}
