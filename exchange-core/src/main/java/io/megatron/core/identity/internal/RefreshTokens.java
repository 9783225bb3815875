package io.megatron.core.identity.internal;

import io.megatron.core.identity.IssuingTokens;
import io.megatron.mapper.ids.SessionId;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Refresh tokens: a session, which of its pairs, and a seal that only the installation's key makes.
 * Nothing of them has to be kept, and the same pair has the same token every time.
 */
@Component
public class RefreshTokens {
    private static final String PREFIX = "mrt1.";
    private static final byte[] PURPOSE = {'m', 'r', 't', '1'};
    private static final int NAMED = 2 * Long.BYTES + Integer.BYTES;
    private static final int SEAL = 32;

    /** What a token names. */
    public record Named(SessionId session, int generation) {}

    public String make(IssuingTokens key, Named named) {
        byte[] content = content(named);
        byte[] token =
                ByteBuffer.allocate(NAMED + SEAL)
                        .put(content)
                        .put(key.seal(purposed(content)))
                        .array();
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    /** Empty for what was never made here. */
    public Optional<Named> read(IssuingTokens key, String token) {
        if (!token.startsWith(PREFIX)) {
            return Optional.empty();
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token.substring(PREFIX.length()));
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
        if (bytes.length != NAMED + SEAL) {
            return Optional.empty();
        }
        ByteBuffer reading = ByteBuffer.wrap(bytes);
        Named named =
                new Named(
                        SessionId.of(new UUID(reading.getLong(), reading.getLong())),
                        reading.getInt());
        byte[] seal = new byte[SEAL];
        reading.get(seal);
        return key.isSeal(purposed(content(named)), seal) ? Optional.of(named) : Optional.empty();
    }

    private static byte[] content(Named named) {
        UUID id = named.session().value();
        return ByteBuffer.allocate(NAMED)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .putInt(named.generation())
                .array();
    }

    /** Sealed together with what it is for, so that no other sealed thing passes for a token. */
    private static byte[] purposed(byte[] content) {
        return ByteBuffer.allocate(PURPOSE.length + content.length)
                .put(PURPOSE)
                .put(content)
                .array();
    }
}
