package io.megatron.server.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.megatron.core.identity.IssuingTokens;
import io.megatron.mapper.ids.BackendId;
import io.megatron.mapper.ids.SessionId;
import io.megatron.mapper.ids.UserId;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.interfaces.RSAPrivateCrtKey;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs with the installation's own RSA key (RS256), and seals with a key derived from it. What an
 * earlier key sealed is known for as long as that key is among the installation's.
 */
final class SigningTokens implements IssuingTokens {
    private static final String SEAL = "HmacSHA256";
    private static final byte[] SEALING = {'s', 'e', 'a', 'l'};

    private final TokenSettings settings;
    private final ReloadingKeys keys;

    SigningTokens(ReloadingKeys keys, TokenSettings settings) {
        this.settings = settings;
        this.keys = keys;
    }

    private static SecretKeySpec sealing(RSAPrivateCrtKey key) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(SEALING);
            return new SecretKeySpec(sha256.digest(key.getEncoded()), SEAL);
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("every JDK has SHA-256", impossible);
        }
    }

    @Override
    public String accessToken(
            UserId user, SessionId session, Set<String> roles, Instant from, Instant until) {
        return sign(
                claims(user, from, until)
                        .claim(TokenRules.SESSION, session.toString())
                        .claim("roles", List.copyOf(roles))
                        .build());
    }

    @Override
    public String accessToken(UserId user, BackendId actor, Instant from, Instant until) {
        return sign(
                claims(user, from, until)
                        .claim(TokenRules.ACTOR, Map.of("sub", actor.toString()))
                        .claim("roles", List.of("user"))
                        .build());
    }

    private JWTClaimsSet.Builder claims(UserId user, Instant from, Instant until) {
        return new JWTClaimsSet.Builder()
                .issuer(settings.issuer())
                .audience(settings.audience())
                .subject(user.toString())
                .issueTime(Date.from(from))
                .expirationTime(Date.from(until));
    }

    private String sign(JWTClaimsSet claims) {
        KeyRing ring = keys.current();
        SignedJWT token =
                new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.RS256)
                                .type(JOSEObjectType.JWT)
                                .keyID(ring.signingId())
                                .build(),
                        claims);
        try {
            token.sign(new RSASSASigner(ring.signing()));
        } catch (JOSEException broken) {
            throw new IllegalStateException("the key for tokens does not sign", broken);
        }
        return token.serialize();
    }

    @Override
    public byte[] seal(byte[] content) {
        return seal(keys.current().signing(), content);
    }

    @Override
    public boolean isSeal(byte[] content, byte[] seal) {
        return keys.current().sealing().stream()
                .anyMatch(key -> MessageDigest.isEqual(seal, seal(key, content)));
    }

    private static byte[] seal(RSAPrivateCrtKey key, byte[] content) {
        try {
            Mac mac = Mac.getInstance(SEAL);
            mac.init(sealing(key));
            return mac.doFinal(content);
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("every JDK has " + SEAL, impossible);
        }
    }
}
