package io.megatron.server.errors;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Failed calls by method and reason, as {@code megatron.refusals}. */
public final class RefusalCounts {
    private static final String METER = "megatron.refusals";

    private final MeterRegistry meters;
    private final Map<Kind, Counter> counters = new ConcurrentHashMap<>();

    private record Kind(String method, String code) {}

    public RefusalCounts(MeterRegistry meters) {
        this.meters = meters;
    }

    public void count(String method, String code) {
        counters.computeIfAbsent(
                        new Kind(method, code),
                        kind -> meters.counter(METER, "method", kind.method(), "code", kind.code()))
                .increment();
    }
}
