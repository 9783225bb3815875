package io.megatron.jobs.operations;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** What this node's last look at the books found, for an alarm. */
final class BooksFigures {
    private final AtomicLong findings = new AtomicLong();
    private final AtomicLong checkedAtSeconds = new AtomicLong();

    BooksFigures(String job, MeterRegistry meters) {
        Tags tags = Tags.of("job", job);
        Gauge.builder("megatron.reconciliation.findings", findings, AtomicLong::get)
                .description("rows that broke an invariant at this node's last look at the books")
                .tags(tags)
                .register(meters);
        Gauge.builder("megatron.reconciliation.checked.at", checkedAtSeconds, AtomicLong::get)
                .description("when this node last looked, in seconds since 1970; 0 for never")
                .baseUnit("seconds")
                .tags(tags)
                .register(meters);
    }

    void checked(long found, Instant at) {
        findings.set(found);
        checkedAtSeconds.set(at.getEpochSecond());
    }
}
