package io.megatron.core.operations;

import io.megatron.core.ledger.BookTable;
import io.megatron.mapper.ledger.BookMapper;
import io.megatron.mapper.ledger.PlatformFee;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The platform's fee as it was set last: the one row that a change of it decides on. */
@Component
class PlatformFees implements BookTable<PlatformFees.Key, PlatformFee> {
    private final BookMapper book;

    PlatformFees(BookMapper book) {
        this.book = book;
    }

    enum Key {
        ONLY_ROW
    }

    @Override
    public Map<Key, PlatformFee> load(Set<Key> keys) {
        return book.platformFee().stream()
                .collect(Collectors.toMap(fee -> Key.ONLY_ROW, Function.identity()));
    }

    @Override
    public void persist(Changes<PlatformFee> changes) {
        book.setPlatformFee(changes.updated().getFirst());
    }
}
