package io.megatron.server.security;

import io.megatron.core.Tireless;
import io.megatron.mapper.ids.UserId;
import io.megatron.options.v1.Role;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.springframework.context.SmartLifecycle;

/**
 * What of a token's roles still stands. A token that this installation issued for a session carries
 * what was granted then; what was taken back since counts no more within a second, on every node,
 * and the streams that needed it end. Nothing is compared but what is granted now, so it does not
 * matter whose clock is ahead. Tokens of another issuer carry what that one says.
 */
final class StandingRoles implements SmartLifecycle {
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final ListingGrantedRoles listing;
    private final boolean issuesTokens;
    private final OpenStreams streams;
    private final Tireless looking = new Tireless("granted roles", this::look);
    private volatile Map<UserId, Set<String>> granted = Map.of();

    /**
     * @param issuesTokens whether the tokens that come are this installation's own
     */
    StandingRoles(ListingGrantedRoles listing, boolean issuesTokens, OpenStreams streams) {
        this.listing = listing;
        this.issuesTokens = issuesTokens;
        this.streams = streams;
    }

    /** The caller without the roles that were taken back. */
    Caller withRolesThatStand(Caller named) {
        if (!issuesTokens || named.session().isEmpty() || isOnlyUser(named)) {
            return named;
        }
        Set<String> held = granted.getOrDefault(named.userId(), Set.of());
        Set<Role> standing = EnumSet.copyOf(named.roles());
        standing.removeIf(role -> role != Role.ROLE_USER && !held.contains(RoleNames.of(role)));
        return new Caller(named.userId(), standing, named.session(), named.backend());
    }

    /** As nearly everybody is: a call of theirs costs nothing more. */
    private static boolean isOnlyUser(Caller named) {
        return named.roles().equals(Set.of(Role.ROLE_USER)) || named.roles().isEmpty();
    }

    private void look() throws InterruptedException {
        refresh();
        looking.pause(PAUSE);
    }

    private void refresh() {
        granted = listing.granted();
        streams.endRefused();
    }

    /** Before the first call comes in, it is known who is what. */
    @Override
    public void start() {
        if (issuesTokens) {
            refresh();
            looking.start();
        }
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
