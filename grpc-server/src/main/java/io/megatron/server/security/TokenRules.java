package io.megatron.server.security;

import io.megatron.mapper.ids.BackendId;
import io.megatron.mapper.ids.SessionId;
import io.megatron.mapper.ids.UserId;
import io.megatron.options.v1.Role;
import io.megatron.server.errors.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.Jwt;

/**
 * What a token whose signature is good must say: our issuer and audience, a time that has come and
 * is not over, a subject that is a UUID, and roles. Unlike the library's validators it insists on
 * an expiry.
 */
final class TokenRules {
    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    /** The claim that names a session, as OpenID Connect has it. */
    static final String SESSION = "sid";

    /** The claim that names who acts for the subject. */
    static final String ACTOR = "act";

    /** What is to be said of a token. */
    sealed interface Verdict {}

    record Valid(Caller caller, @Nullable Instant notBefore, Instant expiresAt)
            implements Verdict {}

    record Invalid(Reason reason, String message) implements Verdict {}

    private final String issuer;
    private final String audience;
    private final Duration skew;

    TokenRules(TokenSettings settings) {
        issuer = settings.issuer();
        audience = settings.audience();
        skew = settings.clockSkew();
    }

    Verdict check(Jwt token, Instant now) {
        if (!issuer.equals(token.getClaimAsString("iss"))) {
            return new Invalid(Reason.TOKEN_FOREIGN, "The token was issued by somebody else.");
        }
        List<String> audiences = token.getAudience();
        if (audiences == null || !audiences.contains(audience)) {
            return new Invalid(Reason.TOKEN_FOREIGN, "The token was issued for somebody else.");
        }
        Instant expiresAt = token.getExpiresAt();
        String subject = token.getSubject();
        if (expiresAt == null || subject == null || !isSomebody(subject)) {
            return new Invalid(
                    Reason.TOKEN_INVALID, "The token needs an expiry, and a UUID as its subject.");
        }
        Object session = token.getClaims().get(SESSION);
        if (session != null && !(session instanceof String id && UUID_TEXT.matcher(id).matches())) {
            return new Invalid(Reason.TOKEN_INVALID, "The token names a session that is no UUID.");
        }
        Optional<BackendId> backend = actor(token.getClaims().get(ACTOR));
        if (token.hasClaim(ACTOR) && backend.isEmpty()) {
            return new Invalid(Reason.TOKEN_INVALID, "The token names an actor that is no UUID.");
        }
        Caller caller =
                new Caller(
                        UserId.of(UUID.fromString(subject)),
                        backend.isPresent() ? asUser(roles(token)) : roles(token),
                        Optional.ofNullable((String) session)
                                .map(id -> SessionId.of(UUID.fromString(id))),
                        backend);
        return checkTime(new Valid(caller, token.getNotBefore(), expiresAt), now);
    }

    /** The nil UUID stands for the platform itself, which has no token. */
    private static boolean isSomebody(String subject) {
        return UUID_TEXT.matcher(subject).matches()
                && !UUID.fromString(subject).equals(new UUID(0, 0));
    }

    Verdict checkTime(Valid token, Instant now) {
        if (!now.isBefore(token.expiresAt().plus(skew))) {
            return new Invalid(Reason.TOKEN_EXPIRED, "The token has expired.");
        }
        Instant notBefore = token.notBefore();
        if (notBefore != null && now.isBefore(notBefore.minus(skew))) {
            return new Invalid(Reason.TOKEN_NOT_YET_VALID, "The token is not valid yet.");
        }
        return token;
    }

    /** Who acts for the subject (RFC 8693, section 4.1): a registered backend, or nobody. */
    private static Optional<BackendId> actor(@Nullable Object claim) {
        return claim instanceof Map<?, ?> actor && actor.get("sub") instanceof String id
                ? uuid(id).map(BackendId::of)
                : Optional.empty();
    }

    static Optional<UUID> uuid(@Nullable String text) {
        return Optional.ofNullable(text)
                .filter(some -> UUID_TEXT.matcher(some).matches())
                .map(UUID::fromString);
    }

    /** Whoever's token it is, through a backend they are a user and nothing else. */
    private static Set<Role> asUser(Set<Role> roles) {
        return roles.contains(Role.ROLE_USER) ? Set.of(Role.ROLE_USER) : Set.of();
    }

    /** Roles we do not know are somebody else's business and give nothing here. */
    private static Set<Role> roles(Jwt token) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        if (token.getClaims().get("roles") instanceof List<?> names) {
            names.forEach(name -> addRole(roles, name));
        }
        return roles;
    }

    private static void addRole(Set<Role> roles, @Nullable Object name) {
        for (Role role : Role.values()) {
            if (role != Role.UNRECOGNIZED
                    && role != Role.ROLE_ANYBODY
                    && role != Role.ROLE_UNSPECIFIED
                    && RoleNames.of(role).equals(name)) {
                roles.add(role);
            }
        }
    }
}
