package io.megatron.server.calls;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.accounts.Users;
import io.megatron.mapper.ids.UserId;
import io.megatron.server.security.Caller;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Whose things a call is about: the caller's own, or for an administrator anybody's. To everybody
 * else another person's id is as unknown as one that never existed.
 *
 * <p>Nobody is ever unregistered, so whoever was found once is not looked up again.
 */
@Component
public class Subjects {
    private static final long REMEMBERED = 100_000;

    private final Users users;
    private final Cache<UserId, Boolean> registered =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    public Subjects(Users users) {
        this.users = users;
    }

    /**
     * The person a request names.
     *
     * @param userId the request's {@code user_id}; empty for the caller
     * @return who it is, or {@link Rejection#USER_NOT_FOUND}
     */
    public Outcome<UserId> named(String userId) {
        Caller caller = Caller.current();
        UserId subject = userId.isEmpty() ? caller.userId() : Fields.userId(userId);
        boolean allowed = caller.isAdmin() || subject.equals(caller.userId());
        return allowed && isRegistered(subject)
                ? Outcome.accepted(subject)
                : Outcome.refused(
                        Rejection.USER_NOT_FOUND, "User " + subject + " is not registered.");
    }

    private boolean isRegistered(UserId user) {
        if (registered.getIfPresent(user) != null) {
            return true;
        }
        boolean found = !users.load(Set.of(user)).isEmpty();
        if (found) {
            registered.put(user, true);
        }
        return found;
    }
}
