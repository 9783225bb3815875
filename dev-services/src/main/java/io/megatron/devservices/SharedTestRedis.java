package io.megatron.devservices;

/**
 * One temporary Redis for all tests of a JVM.
 *
 * <p>Tests share its keys, so each one puts a prefix of its own before them. The server ends with
 * the JVM.
 */
public final class SharedTestRedis {
    private SharedTestRedis() {}

    /** Starts the server at the first call; nobody but the end of the JVM closes it. */
    public static DevRedis get() {
        return Holder.SERVER;
    }

    private static final class Holder {
        static final DevRedis SERVER = DevRedis.startTemporary();

        static {
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(SERVER::close, "stop-shared-test-redis"));
        }
    }
}
