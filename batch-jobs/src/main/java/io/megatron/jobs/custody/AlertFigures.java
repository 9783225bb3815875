package io.megatron.jobs.custody;

import io.megatron.core.custody.WatchingCustody;
import io.megatron.mapper.custody.CustodyAlert.Kind;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.springframework.stereotype.Component;

/** The alerts of custody that stand, for whoever watches figures: one gauge of each kind. */
@Component
class AlertFigures {
    private volatile Set<Kind> open = Set.of();

    AlertFigures(MeterRegistry meters, WatchingCustody watching) {
        ToDoubleFunction<WatchingCustody> age = watched -> watched.headAge().toSeconds();
        Gauge.builder("megatron.chain.head.age", watching, age)
                .description("seconds since the newest block that was seen at the last look")
                .register(meters);
        for (Kind kind : Kind.values()) {
            ToDoubleFunction<AlertFigures> value = figures -> figures.open.contains(kind) ? 1 : 0;
            Gauge.builder("megatron.custody.alert", this, value)
                    .tag("kind", kind.name())
                    .description("1 while this needs somebody's hand")
                    .register(meters);
        }
    }

    /** Takes over what stands. */
    void stand(WatchingCustody watching) {
        open = Set.copyOf(watching.open());
    }
}
