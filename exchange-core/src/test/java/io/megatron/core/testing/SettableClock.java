package io.megatron.core.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** A clock that runs like any other until it is set; then it stands still until it is set again. */
public final class SettableClock extends Clock {
    private final AtomicReference<Supplier<Instant>> time = new AtomicReference<>(Instant::now);

    /** Stops at a moment. The book never goes back, so neither should this. */
    public void set(Instant moment) {
        time.set(() -> moment);
    }

    /** Moves on, and stands still there. */
    public void forward(Duration duration) {
        set(instant().plus(duration));
    }

    @Override
    public Instant instant() {
        return time.get().get();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return Clock.fixed(instant(), zone);
    }
}
