package io.megatron.core.accounts;

import io.megatron.mapper.accounts.User;
import io.megatron.mapper.accounts.UserMapper;
import io.megatron.mapper.ids.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Looks up users, for those who look after them. */
@Component
public class ReadingUsers {
    private final UserMapper mapper;

    public ReadingUsers(UserMapper mapper) {
        this.mapper = mapper;
    }

    public Optional<User> find(UserId id) {
        return Optional.ofNullable(mapper.user(id));
    }

    /** The place of a user among all. */
    public record Key(Instant registeredAt, UserId id) {}

    /** Users before one of them, the last registered first. */
    public List<User> page(boolean onlyBlocked, Optional<Key> before, int limit) {
        return mapper.page(
                onlyBlocked,
                before.map(Key::registeredAt).orElse(null),
                before.map(Key::id).orElse(null),
                limit);
    }
}
