package io.megatron.core.events;

import io.megatron.core.ledger.BesideTheBook;
import io.megatron.mapper.events.OutboxMapper;
import io.megatron.mapper.ledger.BookMapper;
import java.time.Duration;
import org.springframework.stereotype.Component;

/**
 * Deletes events past their retention, from the first on, as long as they have been relayed and
 * consumed. What they announced stays on record; readers who come back too late are told so.
 */
@Component
public class ForgettingEvents {
    private final BesideTheBook beside;
    private final BookMapper book;
    private final OutboxMapper outbox;
    private final EventSettings settings;

    ForgettingEvents(
            BesideTheBook beside, BookMapper book, OutboxMapper outbox, EventSettings settings) {
        this.beside = beside;
        this.book = book;
        this.outbox = outbox;
        this.settings = settings;
    }

    /** For how long an event is kept at the least. */
    public Duration retention() {
        return settings.retention();
    }

    /**
     * Deletes some. Their age is counted from the book's last time.
     *
     * @return how many; fewer than the limit when no more are due
     */
    public long forget(int limit) {
        return beside.write(() -> outbox.purge(book.state().lastTime().minus(retention()), limit));
    }
}
