package io.megatron.core.operations;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.ledger.Book;
import io.megatron.core.ledger.BusinessClock;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Command;
import io.megatron.core.ledger.Deadline;
import io.megatron.core.ledger.Draft;
import io.megatron.core.ledger.Installation;
import io.megatron.core.ledger.Keys;
import io.megatron.core.ledger.Snapshots;
import io.megatron.core.ledger.Submitting;
import io.megatron.core.operations.ClockOffsets.Key;
import io.megatron.core.operations.ClockOffsets.Offset;
import io.megatron.mapper.ledger.BookMapper;
import io.megatron.mapper.ledger.BookState;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;

/**
 * Moves business time forward, for all nodes at once, in an installation that was created as
 * development: so that what takes months can be seen today. There is no way back, since what was
 * booked in between would lie in the future.
 */
@Component
public class MovingClock {
    /** The farthest that one move goes. */
    public static final Duration FARTHEST = Duration.ofDays(400);

    private final Book book;
    private final Snapshots snapshots;
    private final BookMapper state;
    private final Installation installation;
    private final BusinessClock clock;
    private final ClockOffsets offsets;

    MovingClock(
            Book book,
            Snapshots snapshots,
            BookMapper state,
            Installation installation,
            BusinessClock clock,
            ClockOffsets offsets) {
        this.book = book;
        this.snapshots = snapshots;
        this.state = state;
        this.installation = installation;
        this.clock = clock;
        this.offsets = offsets;
    }

    /**
     * What the clock shows.
     *
     * @param offset how far business time was moved ahead of real time
     * @param movable whether {@link #move} is allowed in this installation
     */
    public record Reading(
            Instant businessTime, Instant realTime, Duration offset, boolean movable) {}

    /**
     * What a move did.
     *
     * @param businessTime right after it
     * @param offset how far business time is ahead of real time since
     */
    public record Moved(Instant businessTime, Duration offset) {}

    public Reading read() {
        return snapshots.read(
                () -> {
                    Instant realTime = clock.realTime();
                    BookState now = state.state();
                    return new Reading(
                            clock.at(realTime, now),
                            realTime,
                            now.clockOffset(),
                            installation.isDevelopment());
                });
    }

    /**
     * Moves business time forward.
     *
     * @param forward in whole microseconds, above zero, {@link #FARTHEST} at most
     * @return what it did, or {@link Rejection#REQUEST_ID_REUSED}, {@link
     *     Rejection#DEVELOPMENT_ONLY}
     */
    public Outcome<Moved> move(
            Call call, Duration forward, Submitting submitting, Deadline deadline) {
        return submitting.submit(
                book, new Move(call, forward, installation.isDevelopment()), deadline);
    }

    private final class Move implements Command<Moved> {
        private final Call call;
        private final Duration forward;
        private final boolean allowed;

        Move(Call call, Duration forward, boolean allowed) {
            if (!forward.isPositive() || forward.compareTo(FARTHEST) > 0) {
                throw new IllegalArgumentException("a move of the clock by " + forward);
            }
            this.call = call;
            this.forward = forward;
            this.allowed = allowed;
        }

        @Override
        public Call call() {
            return call;
        }

        @Override
        public void declare(Keys keys) {
            keys.add(offsets, Key.ONLY_ROW);
        }

        @Override
        public Outcome<Moved> decide(Draft draft) {
            if (!allowed) {
                return Outcome.refused(
                        Rejection.DEVELOPMENT_ONLY,
                        "Business time is real time but in an installation created as"
                                + " development.");
            }
            Offset offset = draft.find(offsets, Key.ONLY_ROW).orElseThrow().forward(forward);
            draft.put(offsets, Key.ONLY_ROW, offset);
            // The batch keeps its time to the end; from the next one on it is this.
            return Outcome.accepted(new Moved(draft.time().plus(offset.moved()), offset.total()));
        }

        @Override
        public String remember(Moved moved) {
            return moved.businessTime() + " " + moved.offset();
        }

        @Override
        public Moved recall(String remembered) {
            String[] parts = remembered.split(" ", 2);
            return new Moved(Instant.parse(parts[0]), Duration.parse(parts[1]));
        }
    }
}
