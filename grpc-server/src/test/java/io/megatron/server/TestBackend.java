package io.megatron.server;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.megatron.identity.v1.ExchangeTokenRequest;
import io.megatron.identity.v1.IdentityServiceGrpc;
import io.megatron.operations.v1.Backend;
import io.megatron.operations.v1.ConfirmActionRequest;
import io.megatron.operations.v1.ListBackendsRequest;
import io.megatron.operations.v1.PendingAction;
import io.megatron.operations.v1.RegisterBackendRequest;
import io.megatron.server.RunningExchange.Person;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** A backend that is registered, and acts for people. */
public record TestBackend(RunningExchange exchange, String id, KeyPair keys) {

    public static TestBackend register(RunningExchange exchange) {
        KeyPair keys = TokenForge.newKeys();
        String key = TokenForge.publicKeyPem(keys);
        return new TestBackend(
                exchange, register(exchange, "a front end", key).getBackendId(), keys);
    }

    /** One with a certain key, which one administrator asks for and another confirms. */
    public static Backend register(RunningExchange exchange, String name, String key) {
        PendingAction asked =
                exchange.admin()
                        .admin()
                        .registerBackend(
                                RegisterBackendRequest.newBuilder()
                                        .setRequestId(RunningExchange.newId())
                                        .setName(name)
                                        .setPublicKey(key)
                                        .setReason("a test")
                                        .build())
                        .getPending();
        confirm(exchange.secondAdmin(), asked);
        return exchange.admin()
                .admin()
                .listBackends(ListBackendsRequest.getDefaultInstance())
                .getBackends(0);
    }

    public static PendingAction confirm(Person administrator, PendingAction asked) {
        return administrator
                .admin()
                .confirmAction(
                        ConfirmActionRequest.newBuilder()
                                .setRequestId(RunningExchange.newId())
                                .setActionId(asked.getActionId())
                                .build())
                .getAction();
    }

    /** One that is good, with some claims changed. */
    public String assertion(UnaryOperator<JWTClaimsSet.Builder> change) {
        SignedJWT signed = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), claims(change));
        try {
            signed.sign(new RSASSASigner(keys.getPrivate()));
        } catch (JOSEException broken) {
            throw new AssertionError(broken);
        }
        return signed.serialize();
    }

    public JWTClaimsSet claims(UnaryOperator<JWTClaimsSet.Builder> change) {
        return change.apply(
                        new JWTClaimsSet.Builder()
                                .issuer(id)
                                .subject(id)
                                .audience(TokenForge.ISSUER)
                                .jwtID(RunningExchange.newId())
                                .expirationTime(Date.from(Instant.now().plusSeconds(60))))
                .build();
    }

    public String exchange(String assertion, UUID user) {
        return IdentityServiceGrpc.newBlockingStub(exchange.channel())
                .exchangeToken(
                        ExchangeTokenRequest.newBuilder()
                                .setAssertion(assertion)
                                .setUserId(user.toString())
                                .build())
                .getAccessToken();
    }

    /** A user's way to call, through this backend. */
    public Person as(UUID user) {
        return new Person(user, channel(exchange(assertion(claims -> claims), user)));
    }

    public Channel channel(String accessToken) {
        Metadata headers = new Metadata();
        headers.put(TestServer.AUTHORIZATION, "Bearer " + accessToken);
        return ClientInterceptors.intercept(
                exchange.channel(), MetadataUtils.newAttachHeadersInterceptor(headers));
    }
}
