package io.megatron.core.accounts;

import io.megatron.core.ledger.BookTable;
import io.megatron.core.ledger.KeyFormat;
import io.megatron.mapper.accounts.User;
import io.megatron.mapper.accounts.UserMapper;
import io.megatron.mapper.ids.UserId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The registered users. */
@Component
public class Users implements BookTable<UserId, User> {
    private static final KeyFormat<UserId> KEYS = KeyFormat.ofId(UserId::value, UserId::of);

    private final UserMapper users;

    public Users(UserMapper users) {
        this.users = users;
    }

    @Override
    public Map<UserId, User> load(Set<UserId> keys) {
        return users.users(keys).stream().collect(Collectors.toMap(User::id, Function.identity()));
    }

    @Override
    public boolean isRemembered() {
        return true;
    }

    @Override
    public Optional<KeyFormat<UserId>> keyFormat() {
        return Optional.of(KEYS);
    }

    @Override
    public void persist(Changes<User> changes) {
        if (!changes.inserted().isEmpty()) {
            users.insert(changes.inserted(), changes.at());
        }
        if (!changes.updated().isEmpty()) {
            users.update(changes.updated());
        }
    }
}
