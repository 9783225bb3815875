package io.megatron.core.ledger.internal;

import io.megatron.core.ledger.BookTable;
import io.megatron.core.ledger.KeyFormat;
import io.megatron.mapper.ledger.BookMapper;
import io.megatron.mapper.ledger.Request;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The calls that took effect, by who asked under which id. */
@Component
public class Requests implements BookTable<Requests.Key, Request> {
    private static final KeyFormat<Requests.Key> KEYS =
            KeyFormat.ofIds(Key::subject, Key::requestId, Key::new);

    /** Request ids are the subject's own: two subjects may use the same. */
    public record Key(UUID subject, UUID requestId) {
        static Key of(Request request) {
            return new Key(request.subject(), request.requestId());
        }
    }

    private final BookMapper book;

    Requests(BookMapper book) {
        this.book = book;
    }

    @Override
    public Map<Key, Request> load(Set<Key> keys) {
        return read(keys);
    }

    @Override
    public Optional<KeyFormat<Requests.Key>> keyFormat() {
        return Optional.of(KEYS);
    }

    @Override
    public void persist(Changes<Request> changes) {
        if (!changes.updated().isEmpty()) {
            throw new IllegalStateException("an answered request never changes");
        }
        book.insertRequests(changes.inserted(), changes.at());
    }

    private Map<Key, Request> read(Collection<Key> keys) {
        return book
                .requests(
                        keys.stream().map(Key::subject).toArray(UUID[]::new),
                        keys.stream().map(Key::requestId).toArray(UUID[]::new))
                .stream()
                .collect(Collectors.toMap(Key::of, Function.identity()));
    }
}
