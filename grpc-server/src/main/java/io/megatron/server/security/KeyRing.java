package io.megatron.server.security;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.security.PublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The keys of an installation that issues its tokens itself: one signs, and the tokens of all of
 * them are taken. So another key can be made known to every node before it signs, and what the last
 * one signed stays good until it has expired.
 *
 * @param byId the one that signs first
 */
record KeyRing(RSAPrivateCrtKey signing, Map<String, TokenKey> byId) {

    KeyRing {
        byId = Collections.unmodifiableMap(new LinkedHashMap<>(byId));
    }

    static KeyRing of(RSAPrivateCrtKey signing, List<TokenKey> others) {
        Map<String, TokenKey> byId = new LinkedHashMap<>();
        TokenKey first = TokenKey.of(signing);
        byId.put(first.id(), first);
        others.forEach(key -> byId.merge(key.id(), key, KeyRing::theOneThatSigns));
        return new KeyRing(signing, byId);
    }

    /** The same key may lie there in both its halves. */
    private static TokenKey theOneThatSigns(TokenKey one, TokenKey other) {
        return one.privateKey().isPresent() ? one : other;
    }

    String signingId() {
        return byId.keySet().iterator().next();
    }

    /**
     * The key that a token names. One that names none can only be meant for the only key there is:
     * to try several would let a token be good by a key that nobody said it was signed with.
     */
    Optional<PublicKey> named(@Nullable String id) {
        if (id == null) {
            return byId.size() == 1
                    ? Optional.of(byId.values().iterator().next().publicKey())
                    : Optional.empty();
        }
        return Optional.ofNullable(byId.get(id)).map(TokenKey::publicKey);
    }

    /** Those with which something may have been sealed, the one that seals now first. */
    List<RSAPrivateCrtKey> sealing() {
        return byId.values().stream().flatMap(key -> key.privateKey().stream()).toList();
    }

    /** All of them as a JWK set (RFC 7517), without what is private. */
    String published() {
        return new JWKSet(byId.values().stream().<JWK>map(TokenKey::published).toList())
                .toString(true);
    }

    @Override
    public String toString() {
        return "KeyRing" + byId.keySet();
    }
}
