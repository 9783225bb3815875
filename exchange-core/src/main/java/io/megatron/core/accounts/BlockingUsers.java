package io.megatron.core.accounts;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.ledger.Book;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Command;
import io.megatron.core.ledger.Deadline;
import io.megatron.core.ledger.Draft;
import io.megatron.core.ledger.Keys;
import io.megatron.mapper.accounts.User;
import io.megatron.mapper.ids.UserId;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Forbids users to take new risks, and allows it again. What is theirs stays theirs: blocked, they
 * read, claim and ask for withdrawals, and sell unless that is forbidden as well.
 *
 * <p>The book decides with the user's row in hand, so that a block counts from the next batch on,
 * on whatever node a call arrives.
 */
@Component
public class BlockingUsers {
    private final Book book;
    private final Users users;

    public BlockingUsers(Book book, Users users) {
        this.book = book;
        this.users = users;
    }

    /** How much a user is forbidden. */
    public enum Block {
        /** Nothing. */
        NONE,
        /** To buy and to contribute. */
        BUYS,
        /** To sell as well. */
        BUYS_AND_SELLS
    }

    /**
     * Sets how much a user is forbidden. To set what is set already changes nothing.
     *
     * @return the user as they are then, or {@link Rejection#USER_NOT_FOUND}, {@link
     *     Rejection#REQUEST_ID_REUSED}
     */
    public Outcome<User> set(Call call, UserId user, Block block, Deadline deadline) {
        return book.write(new Blocking(call, user, block), deadline);
    }

    private final class Blocking implements Command<User> {
        private final Call call;
        private final UserId id;
        private final Block block;

        Blocking(Call call, UserId id, Block block) {
            this.call = call;
            this.id = id;
            this.block = block;
        }

        @Override
        public Call call() {
            return call;
        }

        @Override
        public void declare(Keys keys) {
            keys.add(users, id);
        }

        @Override
        public Outcome<User> decide(Draft draft) {
            Optional<User> found = draft.find(users, id);
            if (found.isEmpty()) {
                return Outcome.refused(
                        Rejection.USER_NOT_FOUND, "User " + id + " is not registered.");
            }
            User user = blocked(found.get().registeredAt());
            draft.put(users, id, user);
            return Outcome.accepted(user);
        }

        private User blocked(Instant registeredAt) {
            return new User(id, block != Block.NONE, block == Block.BUYS_AND_SELLS, registeredAt);
        }

        @Override
        public String remember(User user) {
            return user.registeredAt().toString();
        }

        @Override
        public User recall(String remembered) {
            return blocked(Instant.parse(remembered));
        }
    }
}
