package io.megatron.core.ledger;

import io.megatron.mapper.ledger.BookMapper;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What this installation was created as, which never changes, so it is asked for once. */
@Component
public class Installation {
    private static final String DEVELOPMENT = "development";

    private final BookMapper book;
    private volatile @Nullable String kind;

    public Installation(BookMapper book) {
        this.book = book;
    }

    /** Whether there are test funds and a clock that can be set. */
    public boolean isDevelopment() {
        String known = kind;
        if (known == null) {
            known = book.installationKind();
            kind = known;
        }
        return known.equals(DEVELOPMENT);
    }
}
