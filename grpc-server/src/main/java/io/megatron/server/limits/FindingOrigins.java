package io.megatron.server.limits;

import com.google.common.net.InetAddresses;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells where a call comes from: from the other end of its connection, or, where that is somebody
 * whose word is taken, from where it says. Of several addresses the last one counts, since the
 * others were there before and may be anybody's invention.
 */
final class FindingOrigins {
    static final Metadata.Key<String> FORWARDED_FOR =
            Metadata.Key.of("x-forwarded-for", Metadata.ASCII_STRING_MARSHALLER);

    /** Of connections that have no network address, such as those within a process. */
    private static final Origin NOWHERE = new Origin(0, true);

    private final Set<InetAddress> forwarders;

    FindingOrigins(Set<InetAddress> forwarders) {
        this.forwarders = forwarders;
    }

    Origin find(ServerCall<?, ?> call, Metadata headers) {
        if (!(call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)
                instanceof InetSocketAddress remote)) {
            return NOWHERE;
        }
        InetAddress address = remote.getAddress();
        InetAddress said = forwarders.contains(address) ? said(headers) : null;
        return Origin.of(said == null ? address : said);
    }

    /** Null where nothing is said, or nothing that is an address. */
    private static @Nullable InetAddress said(Metadata headers) {
        String chain = headers.get(FORWARDED_FOR);
        if (chain == null) {
            return null;
        }
        String last = chain.substring(chain.lastIndexOf(',') + 1).strip();
        return InetAddresses.isInetAddress(last) ? InetAddresses.forString(last) : null;
    }
}
