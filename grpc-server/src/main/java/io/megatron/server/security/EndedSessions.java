package io.megatron.server.security;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.ServerCall;
import io.megatron.core.Tireless;
import io.megatron.mapper.ids.SessionId;
import io.megatron.server.errors.Reason;
import io.megatron.server.errors.WireError;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.SmartLifecycle;

/**
 * The sessions that were ended while there are access tokens for them that are good still, as the
 * database knew them a moment ago. What was ended on another node is refused here within a second,
 * and the streams of such a session end.
 */
final class EndedSessions implements SmartLifecycle {
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final ListingEndedSessions listing;
    private final Map<ServerCall<?, ?>, SessionId> streams = new ConcurrentHashMap<>();
    private final Tireless looking = new Tireless("ended sessions", this::look);
    private volatile Set<SessionId> ended = Set.of();

    EndedSessions(ListingEndedSessions listing) {
        this.listing = listing;
    }

    boolean contains(SessionId session) {
        return ended.contains(session);
    }

    static WireError error() {
        return WireError.of(Reason.SESSION_ENDED, "The session has ended: sign in again.");
    }

    /** Makes a stream end with its session; other calls are over before it matters. */
    <Q> ServerCall.Listener<Q> watching(
            SessionId session, ServerCall<Q, ?> call, ServerCall.Listener<Q> listener) {
        if (call.getMethodDescriptor().getType().serverSendsOneMessage()) {
            return listener;
        }
        streams.put(call, session);
        return new SimpleForwardingServerCallListener<>(listener) {
            @Override
            public void onComplete() {
                streams.remove(call);
                super.onComplete();
            }

            @Override
            public void onCancel() {
                streams.remove(call);
                super.onCancel();
            }
        };
    }

    private void look() throws InterruptedException {
        refresh();
        Thread.sleep(PAUSE);
    }

    private void refresh() {
        ended = listing.ended();
        streams.forEach(
                (stream, session) -> {
                    if (ended.contains(session)) {
                        end(stream);
                    }
                });
    }

    private void end(ServerCall<?, ?> stream) {
        streams.remove(stream);
        try {
            error().close(stream);
        } catch (IllegalStateException endedByItself) {
            // Then there is nothing to end.
        }
    }

    /** Before the first call comes in, it is known who has signed out. */
    @Override
    public void start() {
        refresh();
        looking.start();
    }

    @Override
    public void stop() {
        looking.stop();
    }

    @Override
    public boolean isRunning() {
        return looking.isRunning();
    }

    @Override
    public int getPhase() {
        return 0;
    }
}
