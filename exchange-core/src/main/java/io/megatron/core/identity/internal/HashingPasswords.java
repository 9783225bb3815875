package io.megatron.core.identity.internal;

import io.megatron.core.identity.IdentitySettings;
import io.megatron.core.identity.Password;
import io.megatron.core.identity.PasswordsBusyException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Hashes passwords with Argon2id, on few threads of its own with a short queue in front: whoever
 * offers more is turned away at once, and trades never wait for passwords: the threads {@linkplain
 * ThreadsThatGiveWay give way} to whoever wants their processor. Hashes of imported users may be of
 * bcrypt.
 */
@Component
public class HashingPasswords {
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int LANES = 1;

    /**
     * With its passes one of the pairs that OWASP's Password Storage Cheat Sheet calls equal, as 19
     * MiB with 2 passes are. What a hash works on lies on the heap: 7 MiB fit where the young are
     * collected, while Spring Security's 16 are moved among the old each time, and those are
     * collected with everything at a standstill.
     */
    private static final int MEMORY_KIB = 7 << 10;

    private static final int PASSES = 5;
    private static final PasswordEncoder ENCODER =
            new DelegatingPasswordEncoder(
                    "argon2",
                    Map.of(
                            "argon2",
                            new Argon2PasswordEncoder(
                                    SALT_BYTES, HASH_BYTES, LANES, MEMORY_KIB, PASSES),
                            "bcrypt",
                            new BCryptPasswordEncoder()));

    private final ExecutorService threads;
    private final Semaphore places;
    private final Counter hashed;
    private final Future<String> nobodys;

    public HashingPasswords(IdentitySettings settings, MeterRegistry meters) {
        threads = new ThreadsThatGiveWay(settings.hashingThreads(), "passwords-");
        places = new Semaphore(settings.hashingThreads() + settings.hashingQueue());
        hashed =
                Counter.builder("megatron.passwords.hashed")
                        .description("passwords that were hashed, right or wrong")
                        .register(meters);
        // Before anybody asks: the first one who is unknown must not wait for two.
        nobodys = threads.submit(() -> Nobody.HASH);
    }

    /** One for all nodes of a process, made when the first one needs it. */
    private static final class Nobody {
        static final String HASH = encode("nobody has this password");
    }

    /**
     * A place among those who wait, for as long as somebody's work with a password takes. Whoever
     * takes it first leaves no trace where there is none.
     *
     * @throws PasswordsBusyException if all are taken
     */
    public Place take() {
        if (!places.tryAcquire()) {
            throw new PasswordsBusyException();
        }
        return new Place();
    }

    /**
     * The hash of a password, with the name of its algorithm.
     *
     * @throws PasswordsBusyException if too many wait
     */
    public String hash(Password password) {
        try (Place place = take()) {
            return place.hash(password);
        }
    }

    /**
     * Whether this password has this hash. Takes as long where there is no hash at all.
     *
     * @throws PasswordsBusyException if too many wait
     */
    public boolean matches(Password password, @Nullable String hash) {
        try (Place place = take()) {
            return place.matches(password, hash);
        }
    }

    /** One place among those who wait. */
    public final class Place implements AutoCloseable {
        private Place() {}

        /** The hash of a password, with the name of its algorithm. */
        public String hash(Password password) {
            return run(() -> encode(password.reveal()));
        }

        /** Whether this password has this hash. Takes as long where there is no hash at all. */
        public boolean matches(Password password, @Nullable String hash) {
            return run(
                    () -> {
                        String compared = hash == null ? nobodys.get() : hash;
                        return ENCODER.matches(password.reveal(), compared) && hash != null;
                    });
        }

        @Override
        public void close() {
            places.release();
        }
    }

    /** Whether a hash is of an older algorithm, or a cheaper one, than is used now. */
    public boolean isOutdated(String hash) {
        return ENCODER.upgradeEncoding(hash);
    }

    private static String encode(String password) {
        return Objects.requireNonNull(ENCODER.encode(password));
    }

    private <T> T run(Callable<T> work) {
        Future<T> result;
        try {
            result = threads.submit(work);
            hashed.increment();
        } catch (RejectedExecutionException ending) {
            throw new PasswordsBusyException();
        }
        try {
            return result.get();
        } catch (InterruptedException ended) {
            result.cancel(false);
            Thread.currentThread().interrupt();
            throw new PasswordsBusyException();
        } catch (ExecutionException failure) {
            throw new IllegalStateException("a password could not be hashed", failure.getCause());
        }
    }

    @PreDestroy
    void stop() {
        threads.shutdown();
    }
}
