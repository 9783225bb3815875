package io.megatron.server.security;

import com.google.common.base.CharMatcher;
import io.grpc.Metadata;
import io.megatron.server.errors.Reason;
import java.util.Iterator;

/** Takes the token out of a call's {@code authorization} header, whatever stands in it. */
final class BearerHeader {
    static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private static final String SCHEME = "bearer ";
    private static final CharMatcher TOKEN_BODY =
            CharMatcher.inRange('a', 'z')
                    .or(CharMatcher.inRange('A', 'Z'))
                    .or(CharMatcher.inRange('0', '9'))
                    .or(CharMatcher.anyOf("._~+/-"))
                    .precomputed();
    private static final CharMatcher PADDING = CharMatcher.is('=');

    /** What the header holds. */
    sealed interface Content {}

    record Token(String value) implements Content {
        /** A token opens doors and belongs in no log. */
        @Override
        public String toString() {
            return "Token[…]";
        }
    }

    record NoToken(Reason reason, String message) implements Content {}

    private BearerHeader() {}

    static Content read(Metadata headers) {
        Iterable<String> values = headers.getAll(AUTHORIZATION);
        if (values == null) {
            return new NoToken(
                    Reason.TOKEN_MISSING, "The call needs an \"authorization: Bearer …\" header.");
        }
        Iterator<String> each = values.iterator();
        String value = each.next();
        // Two of them would let one part of a system check another token than the next part uses.
        return each.hasNext() ? invalid("There is more than one.") : read(value.strip());
    }

    private static Content read(String value) {
        if (!value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return invalid("It does not begin with \"Bearer \".");
        }
        String token = value.substring(SCHEME.length()).strip();
        return isToken(token) ? new Token(token) : invalid("What follows \"Bearer \" is no token.");
    }

    /** As RFC 6750 writes it; a pattern's machinery would cost more than all else in here. */
    private static boolean isToken(String token) {
        String body = PADDING.trimTrailingFrom(token);
        return !body.isEmpty() && TOKEN_BODY.matchesAllOf(body);
    }

    private static NoToken invalid(String why) {
        return new NoToken(Reason.TOKEN_INVALID, "The authorization header cannot be used. " + why);
    }
}
