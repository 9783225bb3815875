package io.megatron.server.runtime;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * How many calls the server takes, and how it stops taking them.
 *
 * @param usualConcurrent calls worked on at once, over all connections; no more than at most
 * @param maxConcurrent calls worked on at once, at most, in a burst
 * @param burst how long more calls than usual are taken
 * @param maxStreams streams open at once, over all connections
 * @param maxConcurrentPerConnection calls open at once on one connection
 * @param maxMessageSize the largest request; the transport itself reads four times as much, so that
 *     the answer to a request that is too large can say so
 * @param busyRetry how long a call that was too much is asked to wait
 * @param shutdownNotice how long health says NOT_SERVING before new calls are refused, so that
 *     whoever watches it can turn away first
 */
@ConfigurationProperties("megatron.calls")
public record CallSettings(
        int usualConcurrent,
        int maxConcurrent,
        Duration burst,
        int maxStreams,
        int maxConcurrentPerConnection,
        DataSize maxMessageSize,
        Duration busyRetry,
        Duration shutdownNotice) {
    public CallSettings {
        if (usualConcurrent < 1
                || maxConcurrent < 1
                || maxStreams < 1
                || maxConcurrentPerConnection < 1) {
            throw new IllegalArgumentException(
                    "MEGATRON_GRPC_USUAL_CONCURRENT_CALLS, MEGATRON_GRPC_MAX_CONCURRENT_CALLS,"
                            + " …_PER_CONNECTION and MEGATRON_GRPC_MAX_STREAMS must be above zero");
        }
        if (maxMessageSize.toBytes() < 1 || maxMessageSize.toMegabytes() > 16) {
            throw new IllegalArgumentException(
                    "MEGATRON_GRPC_MAX_MESSAGE_SIZE must be between 1B and 16MB");
        }
        if (burst.isNegative() || busyRetry.isNegative() || shutdownNotice.isNegative()) {
            throw new IllegalArgumentException(
                    "MEGATRON_GRPC_BURST, MEGATRON_GRPC_BUSY_RETRY and MEGATRON_SHUTDOWN_NOTICE"
                            + " must not be negative");
        }
        usualConcurrent = Math.min(usualConcurrent, maxConcurrent);
    }
}
