package io.megatron.core.ledger;

import io.megatron.mapper.ledger.BookMapper;
import io.megatron.mapper.ledger.BookState;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Primary;
import org.springframework.stereotype.Component;

/**
 * Business time, to the microsecond: the machine's time, and as far ahead of it as an operator has
 * moved it in a development installation; never behind the book.
 *
 * <p>How far stands in the database, since it is the same for all nodes, and any of them may have
 * moved it. The book hears of it with every load and needs no question of its own; everybody else
 * asks the database each time, so that nobody has to say how old an answer may be. Those are few:
 * readers, whose snapshot it comes from, and makers of ids.
 */
@Component
@Primary
public final class BusinessClock extends Clock {
    /** The bean that is the machine's own time. */
    public static final String REAL_TIME = "realTime";

    private final InstantSource realTime;
    private final BookMapper book;
    private final AtomicLong lastOffsetMicros = new AtomicLong();

    public BusinessClock(@Qualifier(REAL_TIME) InstantSource realTime, BookMapper book) {
        this.realTime = realTime;
        this.book = book;
    }

    /** Now, as the database says; inside a snapshot, as it stands there. */
    @Override
    public Instant instant() {
        return at(realTime(), book.state());
    }

    /** The machine's time: what tokens, schedules and heartbeats go by. */
    public Instant realTime() {
        return realTime.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** What business time should be, by what this node has heard last. */
    public Instant expected(Instant realTime) {
        return realTime.plus(lastOffsetMicros.get(), ChronoUnit.MICROS);
    }

    /** What business time is where the book stands so. */
    public Instant at(Instant realTime, BookState state) {
        // A snapshot may be older than what was heard before, and time only goes forward.
        lastOffsetMicros.accumulateAndGet(state.clockOffsetMicros(), Math::max);
        Instant now = realTime.plus(state.clockOffset());
        return now.isBefore(state.lastTime()) ? state.lastTime() : now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        InstantSource source = this::instant;
        return source.withZone(zone);
    }
}
