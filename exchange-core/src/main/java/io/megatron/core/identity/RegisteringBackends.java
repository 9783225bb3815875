package io.megatron.core.identity;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.TimeOrderedIds;
import io.megatron.core.ledger.Acted;
import io.megatron.core.ledger.Book;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Command;
import io.megatron.core.ledger.Deadline;
import io.megatron.core.ledger.Draft;
import io.megatron.core.ledger.Keys;
import io.megatron.core.ledger.Submitting;
import io.megatron.core.ledger.TwoAdministrators;
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
 * signs with it any more. It can act for everybody, so registering it takes two administrators;
 * revoking it must not wait, and takes one.
 */
@Component
public class RegisteringBackends {
    private final Book book;
    private final TwoAdministrators two;
    private final Backends backends;
    private final TimeOrderedIds ids;
    private final Clock clock;

    RegisteringBackends(
            Book book, TwoAdministrators two, Backends backends, TimeOrderedIds ids, Clock clock) {
        this.book = book;
        this.two = two;
        this.backends = backends;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Asks for a backend to be registered, once another administrator confirms it.
     *
     * @param publicKey as PEM
     * @return what waits, or {@link Rejection#REQUEST_ID_REUSED}
     */
    public Outcome<Acted<Backend>> register(
            Call call, String name, String publicKey, Deadline deadline) {
        return two.act(
                registration(call, name, publicKey), true, Submitting.TO_TAKE_EFFECT, deadline);
    }

    /** A registration again, from the call that asked for it. */
    Command<Backend> registration(Call call) {
        return registration(call, call.field("name"), call.field("public_key"));
    }

    private Registration registration(Call call, String name, String publicKey) {
        return new Registration(call, BackendId.of(ids.at(clock.instant())), name, publicKey);
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
