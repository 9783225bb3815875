package io.megatron.core.identity.internal;

import io.megatron.core.identity.IdentitySettings;
import io.megatron.core.identity.Password;
import io.megatron.core.identity.PasswordsBusyException;
import jakarta.annotation.PreDestroy;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Hashes passwords with Argon2id, on few threads of its own with a short queue in front: whoever
 * offers more is turned away at once, and trades never wait for passwords. Hashes of imported users
 * may be of bcrypt.
 */
@Component
public class HashingPasswords {
    private static final String NOBODYS = "nobody has this password";

    private final PasswordEncoder encoder =
            new DelegatingPasswordEncoder(
                    "argon2",
                    Map.of(
                            "argon2",
                            Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8(),
                            "bcrypt",
                            new BCryptPasswordEncoder()));
    private final ThreadPoolExecutor threads;
    private volatile @Nullable String nobodys;

    public HashingPasswords(IdentitySettings settings) {
        threads =
                new ThreadPoolExecutor(
                        settings.hashingThreads(),
                        settings.hashingThreads(),
                        0,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(settings.hashingQueue()),
                        Thread.ofPlatform().name("passwords-", 0).daemon().factory());
    }

    /**
     * The hash of a password, with the name of its algorithm.
     *
     * @throws PasswordsBusyException if too many wait
     */
    public String hash(Password password) {
        return run(() -> encode(password.reveal()));
    }

    /**
     * Whether this password has this hash. Takes as long where there is no hash at all.
     *
     * @throws PasswordsBusyException if too many wait
     */
    public boolean matches(Password password, @Nullable String hash) {
        return run(
                () -> {
                    String compared = hash == null ? nobodys() : hash;
                    return encoder.matches(password.reveal(), compared) && hash != null;
                });
    }

    /** Whether a hash is of an older algorithm, or a cheaper one, than is used now. */
    public boolean isOutdated(String hash) {
        return encoder.upgradeEncoding(hash);
    }

    private String encode(String password) {
        return Objects.requireNonNull(encoder.encode(password));
    }

    private String nobodys() {
        String hash = nobodys;
        if (hash == null) {
            hash = encode(NOBODYS);
            nobodys = hash;
        }
        return hash;
    }

    private <T> T run(Callable<T> work) {
        Future<T> result;
        try {
            result = threads.submit(work);
        } catch (RejectedExecutionException full) {
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
