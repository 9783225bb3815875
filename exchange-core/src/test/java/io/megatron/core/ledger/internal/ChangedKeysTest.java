package io.megatron.core.ledger.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.megatron.core.accounts.Users;
import io.megatron.core.assets.Assets;
import io.megatron.core.ledger.Accounts;
import io.megatron.core.ledger.BookTable;
import io.megatron.core.testing.Exchange;
import io.megatron.core.trading.Positions;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.ledger.AccountKey;
import io.megatron.mapper.ledger.AccountKind;
import io.megatron.mapper.trading.PositionKey;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What a node writes of the rows that it changed, another reads. */
class ChangedKeysTest {
    private static final Exchange NODE = Exchange.fresh();
    private static final ChangedKeys KEYS = NODE.use(ChangedKeys.class);
    private static final UUID ONE = UUID.fromString("019af000-0000-7000-8000-000000000001");
    private static final UUID ANOTHER = UUID.fromString("f19af000-0000-7000-8000-00000000000f");

    @AfterAll
    static void close() {
        NODE.close();
    }

    @Test
    void keys_of_every_shape_are_read_as_they_were_written() {
        Map<BookTable<?, ?>, Set<?>> changed = new LinkedHashMap<>();
        changed.put(NODE.use(Users.class), Set.of(UserId.of(ONE), UserId.of(ANOTHER)));
        changed.put(NODE.use(Assets.class), Set.of(AssetId.of(ANOTHER)));
        changed.put(
                NODE.use(Positions.class),
                Set.of(
                        new PositionKey(AssetId.of(ONE), UserId.of(ANOTHER)),
                        new PositionKey(AssetId.of(ANOTHER), UserId.of(ONE))));
        changed.put(NODE.use(Requests.class), Set.of(new Requests.Key(ONE, ANOTHER)));
        changed.put(NODE.use(Accounts.class), accountsOfEveryKind());

        assertThat(KEYS.read(KEYS.write(changed))).contains(changed);
    }

    @Test
    void a_table_without_changes_has_none() {
        Map<BookTable<?, ?>, Set<?>> changed = Map.of(NODE.use(Users.class), Set.of());

        assertThat(KEYS.read(KEYS.write(changed))).contains(changed);
        assertThat(KEYS.read(KEYS.write(Map.of()))).contains(Map.of());
        assertThat(KEYS.read(new byte[0])).isEmpty();
    }

    /** Nodes of two versions write side by side while one replaces the other. */
    @Test
    void a_node_that_tells_of_other_tables_is_not_believed_whatever_it_tells_of() {
        byte[] told = KEYS.write(Map.of(NODE.use(Users.class), Set.of(UserId.of(ONE))));
        ChangedKeys earlier =
                new ChangedKeys(List.of(NODE.use(Users.class), NODE.use(Assets.class)));

        assertThat(KEYS.read(told)).isPresent();
        assertThat(earlier.read(told)).isEmpty();
        assertThat(KEYS.read(earlier.write(Map.of()))).isEmpty();
    }

    @Test
    void a_kind_that_only_another_version_knows_is_not_understood() {
        byte[] told = KEYS.write(Map.of(NODE.use(Accounts.class), accountsOfEveryKind()));
        told[2 * Integer.BYTES + 1 + "Accounts".length()] ^= 0x55;

        assertThat(KEYS.read(told)).isEmpty();
    }

    /** A row that is remembered and of which nobody tells would be believed when it is old. */
    @Test
    void a_table_that_is_remembered_has_to_have_a_format_for_its_keys() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new ChangedKeys(List.of(new RememberedAndUntold())))
                .withMessageContaining("RememberedAndUntold");
    }

    private static final class RememberedAndUntold implements BookTable<UserId, String> {
        @Override
        public Map<UserId, String> load(Set<UserId> keys) {
            return Map.of();
        }

        @Override
        public boolean isRemembered() {
            return true;
        }

        @Override
        public void persist(Changes<String> changes) {
            throw new UnsupportedOperationException();
        }
    }

    private static Set<AccountKey> accountsOfEveryKind() {
        return Arrays.stream(AccountKind.values())
                .map(
                        kind ->
                                kind.holder() == AccountKind.Holder.PLATFORM
                                        ? AccountKey.ofPlatform(kind)
                                        : new AccountKey(kind, ONE))
                .collect(Collectors.toSet());
    }
}
