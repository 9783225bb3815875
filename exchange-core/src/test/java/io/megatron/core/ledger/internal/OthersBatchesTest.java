package io.megatron.core.ledger.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.core.accounts.Users;
import io.megatron.core.ledger.BookTable;
import io.megatron.core.testing.Exchange;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.ledger.BatchChanges;
import io.megatron.mapper.ledger.BookState;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What others have told is believed if each batch from one state of the book to another has. */
class OthersBatchesTest {
    private static final Exchange NODE = Exchange.fresh();
    private static final OthersBatches OTHERS = NODE.use(OthersBatches.class);
    private static final UUID SOMEBODY = UUID.fromString("019af000-0000-7000-8000-000000000001");

    @AfterAll
    static void close() {
        NODE.close();
    }

    @Test
    void the_keys_of_all_batches_in_between_have_changed() {
        assertThat(changed(state(4), List.of(told(5), told(6), told(7)), state(7)))
                .contains(Map.of(NODE.use(Users.class), Set.of(user(5), user(6), user(7))));
        assertThat(changed(state(6), List.of(told(7)), state(7)))
                .contains(Map.of(NODE.use(Users.class), Set.of(user(7))));
    }

    @Test
    void nothing_is_known_where_a_batch_has_not_told() {
        assertThat(changed(state(4), List.of(), state(7))).isEmpty();
        assertThat(changed(state(4), List.of(told(6), told(7)), state(7))).isEmpty();
        assertThat(changed(state(4), List.of(told(5), told(7)), state(7))).isEmpty();
        assertThat(changed(state(4), List.of(told(5), told(6)), state(7))).isEmpty();
    }

    /** Their numbers fit, as after a restore, or where a number was raised by hand. */
    @Test
    void nothing_is_known_where_a_batch_was_written_behind_another_one() {
        BatchChanges elsewhere = told(5, id(5), id(99), user(5));
        BatchChanges another = told(6, id(98), id(5), user(6));

        assertThat(changed(state(4), List.of(elsewhere, told(6)), state(6))).isEmpty();
        assertThat(changed(state(4), List.of(told(5), another, told(7)), state(7))).isEmpty();
        assertThat(changed(state(4), List.of(told(5), another), state(6))).isEmpty();
    }

    private static Optional<Map<BookTable<?, ?>, Set<?>>> changed(
            BookState then, List<BatchChanges> told, BookState now) {
        return OTHERS.changed(then, told, now);
    }

    private static BatchChanges told(int batch) {
        return told(batch, id(batch), id(batch - 1), user(batch));
    }

    private static BatchChanges told(int batch, UUID id, UUID before, UserId... users) {
        return new BatchChanges(
                batch,
                id,
                before,
                NODE.use(ChangedKeys.class)
                        .write(Map.of(NODE.use(Users.class), Set.copyOf(Arrays.asList(users)))));
    }

    private static BookState state(int batch) {
        return new BookState(Instant.EPOCH, batch, id(batch), 0, 0, 0, 50, 0, 50, Instant.EPOCH);
    }

    private static UserId user(int batch) {
        return UserId.of(new UUID(SOMEBODY.getMostSignificantBits(), batch));
    }

    private static UUID id(int batch) {
        return new UUID(0, batch);
    }
}
