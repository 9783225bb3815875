package io.megatron.devservices;

import org.jspecify.annotations.Nullable;

/**
 * One temporary Redis for all tests of a JVM.
 *
 * <p>Tests share its keys, so each one puts a prefix of its own before them. The server ends with
 * the JVM.
 */
public final class SharedTestRedis {
    private static @Nullable DevRedis server;

    private SharedTestRedis() {}

    /** Starts the server at the first call; nobody but the end of the JVM closes it. */
    public static synchronized DevRedis get() {
        DevRedis running = server;
        if (running == null) {
            running = DevRedis.startTemporary();
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(running::close, "stop-shared-test-redis"));
            server = running;
        }
        return running;
    }
}
