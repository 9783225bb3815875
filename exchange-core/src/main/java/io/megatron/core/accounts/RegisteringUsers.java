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
import org.springframework.stereotype.Component;

/** Registers the people who may hold money and trade. */
@Component
public class RegisteringUsers {
    private final Book book;
    private final Users users;

    public RegisteringUsers(Book book, Users users) {
        this.book = book;
        this.users = users;
    }

    /**
     * Registers a user under an id that the caller has chosen.
     *
     * @return the user, or {@link Rejection#USER_ALREADY_EXISTS}, {@link
     *     Rejection#REQUEST_ID_REUSED}
     */
    public Outcome<User> register(Call call, UserId id, Deadline deadline) {
        return book.write(new Registration(call, id), deadline);
    }

    private final class Registration implements Command<User> {
        private final Call call;
        private final UserId id;

        Registration(Call call, UserId id) {
            this.call = call;
            this.id = id;
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
            if (draft.find(users, id).isPresent()) {
                return Outcome.refused(
                        Rejection.USER_ALREADY_EXISTS, "User " + id + " is registered already.");
            }
            User user = new User(id, false, false, draft.time());
            draft.put(users, id, user);
            return Outcome.accepted(user);
        }

        @Override
        public String remember(User user) {
            return user.registeredAt().toString();
        }

        @Override
        public User recall(String remembered) {
            return new User(id, false, false, Instant.parse(remembered));
        }
    }
}
