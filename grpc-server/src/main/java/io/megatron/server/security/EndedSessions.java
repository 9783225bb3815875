package io.megatron.server.security;

import io.megatron.core.Tireless;
import io.megatron.server.errors.Reason;
import io.megatron.server.errors.WireError;
import io.megatron.server.security.ListingEndedSessions.Ended;
import java.time.Duration;
import org.springframework.context.SmartLifecycle;

/**
 * The sessions that were ended, and the backends that were revoked, while there are access tokens
 * of them that are good still, as the database knew them a moment ago. What was ended on another
 * node is refused here within a second, and the streams of such a session or backend end.
 */
final class EndedSessions implements SmartLifecycle {
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final ListingEndedSessions listing;
    private final OpenStreams streams;
    private final Tireless looking = new Tireless("ended sessions", this::look);
    private volatile Ended ended = Ended.NOTHING;

    EndedSessions(ListingEndedSessions listing, OpenStreams streams) {
        this.listing = listing;
        this.streams = streams;
    }

    boolean contains(Caller caller) {
        return ended.contains(caller);
    }

    static WireError error(Caller caller) {
        return caller.backend().isPresent()
                ? WireError.of(Reason.BACKEND_REVOKED, "The backend that calls was revoked.")
                : WireError.of(Reason.SESSION_ENDED, "The session has ended: sign in again.");
    }

    private void look() throws InterruptedException {
        refresh();
        looking.pause(PAUSE);
    }

    private void refresh() {
        ended = listing.ended();
        streams.endRefused();
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
