package io.megatron.server.security;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.megatron.options.v1.Role;
import io.megatron.server.errors.Reason;
import io.megatron.server.errors.WireError;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The one door: lets a call in if its token is good and carries a role the method asks for, and
 * turns it away before its message is even read if not. Whatever the table does not know is closed.
 */
final class AdmittingCalls implements ServerInterceptor {
    private static final Duration KEYS_RETRY = Duration.ofSeconds(1);

    private final AccessTable access;
    private final VerifyingTokens tokens;
    private final EndedSessions sessions;
    private final StandingRoles standing;
    private final OpenStreams streams;

    AdmittingCalls(
            AccessTable access,
            VerifyingTokens tokens,
            EndedSessions sessions,
            StandingRoles standing,
            OpenStreams streams) {
        this.access = access;
        this.tokens = tokens;
        this.sessions = sessions;
        this.standing = standing;
        this.streams = streams;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        if (AccessTable.isOpen(call.getMethodDescriptor())
                || access.isForAnybody(call.getMethodDescriptor())) {
            return next.startCall(call, headers);
        }
        return switch (identify(headers)) {
            case TokenRules.Invalid(Reason reason, String message) ->
                    turnAway(call, notAdmitted(reason, message));
            case TokenRules.Valid valid -> admit(valid.caller(), call, headers, next);
        };
    }

    private TokenRules.Verdict identify(Metadata headers) {
        return switch (BearerHeader.read(headers)) {
            case BearerHeader.NoToken(Reason reason, String message) ->
                    new TokenRules.Invalid(reason, message);
            case BearerHeader.Token token -> tokens.verify(token);
        };
    }

    private <Q, A> ServerCall.Listener<Q> admit(
            Caller named, ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Set<Role> needed = access.roles(call.getMethodDescriptor());
        Optional<WireError> refused = refused(named, needed);
        if (refused.isPresent()) {
            return turnAway(call, refused.get());
        }
        Caller caller = standing.withRolesThatStand(named);
        Context context = Context.current().withValue(Caller.KEY, caller);
        ServerCall.Listener<Q> listener = Contexts.interceptCall(context, call, headers, next);
        return named.session().isEmpty() && named.backend().isEmpty()
                ? listener
                : streams.watching(
                        call,
                        listener,
                        () -> refused(named, needed).or(() -> lessThan(caller, named)));
    }

    /**
     * A stream shows what its caller could see when it began, so it ends with any of their roles.
     */
    private Optional<WireError> lessThan(Caller before, Caller named) {
        return standing.withRolesThatStand(named).roles().containsAll(before.roles())
                ? Optional.empty()
                : Optional.of(roleMissing(before.roles()));
    }

    /** What stands against a caller at this moment, whatever their token says. */
    private Optional<WireError> refused(Caller named, Set<Role> needed) {
        if (Collections.disjoint(needed, standing.withRolesThatStand(named).roles())) {
            return Optional.of(roleMissing(needed));
        }
        return sessions.contains(named)
                ? Optional.of(EndedSessions.error(named))
                : Optional.empty();
    }

    private static WireError notAdmitted(Reason reason, String message) {
        WireError error = WireError.of(reason, message);
        return reason == Reason.KEYS_UNAVAILABLE ? error.withRetryAfter(KEYS_RETRY) : error;
    }

    private static WireError roleMissing(Set<Role> needed) {
        String names = RoleNames.of(needed);
        return WireError.of(
                Reason.ROLE_MISSING,
                "The method needs one of these roles: " + names + ".",
                Map.of("needed", names));
    }

    private static <Q> ServerCall.Listener<Q> turnAway(ServerCall<Q, ?> call, WireError error) {
        error.close(call);
        return new ServerCall.Listener<>() {};
    }
}
