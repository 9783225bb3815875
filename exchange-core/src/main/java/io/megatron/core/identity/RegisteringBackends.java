package io.megatron.core.identity;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.TimeOrderedIds;
import io.megatron.core.ledger.Book;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Command;
import io.megatron.core.ledger.Deadline;
import io.megatron.core.ledger.Draft;
import io.megatron.core.ledger.Keys;
import io.megatron.mapper.identity.Backend;
import io.megatron.mapper.ids.BackendId;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Lets backends ask for tokens in people's names, and ends that. A backend has one key for all of
 * its life; whoever wants another key registers another backend, and revokes the first once nothing
 * signs with it any more.
 */
@Component
public class RegisteringBackends {
    private final Book book;
    private final Backends backends;
    private final TimeOrderedIds ids;
    private final Clock clock;

    RegisteringBackends(Book book, Backends backends, TimeOrderedIds ids, Clock clock) {
        this.book = book;
        this.backends = backends;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Registers a backend.
     *
     * @param publicKey as PEM
     * @return the backend, or {@link Rejection#REQUEST_ID_REUSED}
     */
    public Outcome<Backend> register(Call call, String name, String publicKey, Deadline deadline) {
        BackendId id = BackendId.of(ids.at(clock.instant()));
        return book.write(new Registration(call, id, name, publicKey), deadline);
    }

    /**
     * Revokes a backend for good. To revoke it again changes nothing.
     *
     * @return since when it is revoked, or {@link Rejection#BACKEND_NOT_FOUND}, {@link
     *     Rejection#REQUEST_ID_REUSED}
     */
    public Outcome<Instant> revoke(Call call, BackendId id, Deadline deadline) {
        return book.write(new Revocation(call, id), deadline);
    }

    private final class Registration implements Command<Backend> {
        private final Call call;
        private final BackendId id;
        private final String name;
        private final String publicKey;

        Registration(Call call, BackendId id, String name, String publicKey) {
            this.call = call;
            this.id = id;
            this.name = name;
            this.publicKey = publicKey;
        }

        @Override
        public Call call() {
            return call;
        }

        @Override
        public void declare(Keys keys) {
            keys.add(backends, id);
        }

        @Override
        public Outcome<Backend> decide(Draft draft) {
            Backend backend = new Backend(id, name, publicKey, draft.time(), null);
            draft.put(backends, id, backend);
            return Outcome.accepted(backend);
        }

        @Override
        public String remember(Backend backend) {
            return backend.id() + " " + backend.registeredAt();
        }

        @Override
        public Backend recall(String remembered) {
            String[] parts = remembered.split(" ", 2);
            return new Backend(
                    BackendId.of(UUID.fromString(parts[0])),
                    name,
                    publicKey,
                    Instant.parse(parts[1]),
                    null);
        }
    }

    private final class Revocation implements Command<Instant> {
        private final Call call;
        private final BackendId id;

        Revocation(Call call, BackendId id) {
            this.call = call;
            this.id = id;
        }

        @Override
        public Call call() {
            return call;
        }

        @Override
        public void declare(Keys keys) {
            keys.add(backends, id);
        }

        @Override
        public Outcome<Instant> decide(Draft draft) {
            Optional<Backend> found = draft.find(backends, id);
            if (found.isEmpty()) {
                return Outcome.refused(
                        Rejection.BACKEND_NOT_FOUND, "Backend " + id + " is not registered.");
            }
            Instant before = found.get().revokedAt();
            if (before != null) {
                return Outcome.accepted(before);
            }
            draft.put(backends, id, found.get().revoked(draft.time()));
            return Outcome.accepted(draft.time());
        }

        @Override
        public String remember(Instant revokedAt) {
            return revokedAt.toString();
        }

        @Override
        public Instant recall(String remembered) {
            return Instant.parse(remembered);
        }
    }
}
