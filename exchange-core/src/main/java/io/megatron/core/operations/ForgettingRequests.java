package io.megatron.core.operations;

import io.megatron.core.ledger.BesideTheBook;
import io.megatron.core.ledger.BookSettings;
import io.megatron.mapper.ledger.BookMapper;
import java.time.Duration;
import org.springframework.stereotype.Component;

/**
 * Deletes remembered requests past their retention. Until then the same call under the same request
 * id is answered as the first time; afterwards it is a new call. Beside the book: a batch either
 * sees such a request or does not, and both are right.
 */
@Component
public class ForgettingRequests {
    private final BesideTheBook beside;
    private final BookMapper book;
    private final BookSettings settings;

    public ForgettingRequests(BesideTheBook beside, BookMapper book, BookSettings settings) {
        this.beside = beside;
        this.book = book;
        this.settings = settings;
    }

    /** For how long a request is remembered. */
    public Duration retention() {
        return settings.requestRetention();
    }

    /**
     * Deletes some, oldest first. Their age is counted from the book's last time, so that a book in
     * which nothing happens forgets nothing.
     *
     * @return how many; fewer than the limit when no more are due
     */
    public long forget(int limit) {
        return beside.write(
                () -> book.purgeRequests(book.state().lastTime().minus(retention()), limit));
    }
}
