package io.megatron.server.identity;

import io.grpc.stub.StreamObserver;
import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.accounts.ReadingUsers;
import io.megatron.core.identity.EmailAddress;
import io.megatron.core.identity.ExchangingTokens;
import io.megatron.core.identity.KeepingSessions;
import io.megatron.core.identity.Password;
import io.megatron.core.identity.ResettingPasswords;
import io.megatron.core.identity.SigningIn;
import io.megatron.core.identity.SigningInWithGoogle;
import io.megatron.core.identity.SigningUp;
import io.megatron.core.identity.Tokens;
import io.megatron.identity.v1.ChangePasswordRequest;
import io.megatron.identity.v1.ChangePasswordResponse;
import io.megatron.identity.v1.ExchangeTokenRequest;
import io.megatron.identity.v1.ExchangeTokenResponse;
import io.megatron.identity.v1.GetMeRequest;
import io.megatron.identity.v1.GetMeResponse;
import io.megatron.identity.v1.IdentityServiceGrpc;
import io.megatron.identity.v1.ListSessionsRequest;
import io.megatron.identity.v1.ListSessionsResponse;
import io.megatron.identity.v1.RefreshRequest;
import io.megatron.identity.v1.RefreshResponse;
import io.megatron.identity.v1.RequestPasswordResetRequest;
import io.megatron.identity.v1.RequestPasswordResetResponse;
import io.megatron.identity.v1.ResetPasswordRequest;
import io.megatron.identity.v1.ResetPasswordResponse;
import io.megatron.identity.v1.Session;
import io.megatron.identity.v1.SignInRequest;
import io.megatron.identity.v1.SignInResponse;
import io.megatron.identity.v1.SignInWithGoogleRequest;
import io.megatron.identity.v1.SignInWithGoogleResponse;
import io.megatron.identity.v1.SignOutRequest;
import io.megatron.identity.v1.SignOutResponse;
import io.megatron.identity.v1.SignUpRequest;
import io.megatron.identity.v1.SignUpResponse;
import io.megatron.identity.v1.VerifyEmailRequest;
import io.megatron.identity.v1.VerifyEmailResponse;
import io.megatron.mapper.accounts.User;
import io.megatron.mapper.identity.Credential;
import io.megatron.mapper.ids.SessionId;
import io.megatron.mapper.ids.UserId;
import io.megatron.server.calls.Answering;
import io.megatron.server.calls.Fields;
import io.megatron.server.calls.Figures;
import io.megatron.server.errors.InvalidField;
import io.megatron.server.runtime.NodeRole;
import io.megatron.server.runtime.RunsAs;
import io.megatron.server.security.Caller;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.grpc.server.service.GrpcService;

/** {@code megatron.identity.v1.IdentityService}. */
@GrpcService
@RunsAs(NodeRole.API)
class IdentityEndpoint extends IdentityServiceGrpc.IdentityServiceImplBase {
    private static final int LONGEST_TOKEN = 200;
    private static final int LONGEST_JWT = 4000;

    private final SigningUp signingUp;
    private final SigningIn signingIn;
    private final SigningInWithGoogle google;
    private final ResettingPasswords resetting;
    private final KeepingSessions sessions;
    private final ExchangingTokens exchanging;
    private final ReadingUsers users;

    IdentityEndpoint(
            SigningUp signingUp,
            SigningIn signingIn,
            SigningInWithGoogle google,
            ResettingPasswords resetting,
            KeepingSessions sessions,
            ExchangingTokens exchanging,
            ReadingUsers users) {
        this.signingUp = signingUp;
        this.signingIn = signingIn;
        this.google = google;
        this.resetting = resetting;
        this.sessions = sessions;
        this.exchanging = exchanging;
        this.users = users;
    }

    @Override
    public void signUp(SignUpRequest request, StreamObserver<SignUpResponse> observer) {
        EmailAddress address = address(request.getEmail());
        Password password = read("password", request.getPassword(), Password::chosen);
        Answering.answer(
                observer,
                signingUp.signUp(address, password),
                expiry -> SignUpResponse.newBuilder().setExpiresAt(Figures.time(expiry)).build());
    }

    @Override
    public void verifyEmail(
            VerifyEmailRequest request, StreamObserver<VerifyEmailResponse> observer) {
        String code = Fields.words("code", request.getCode(), LONGEST_TOKEN).strip();
        Answering.answer(
                observer,
                signingUp.verify(code, Answering.deadline()),
                user -> VerifyEmailResponse.newBuilder().setUserId(user.toString()).build());
    }

    @Override
    public void signIn(SignInRequest request, StreamObserver<SignInResponse> observer) {
        EmailAddress address = address(request.getEmail());
        Password password = read("password", request.getPassword(), Password::tried);
        Answering.answer(
                observer,
                signingIn.signIn(address, password),
                tokens -> SignInResponse.newBuilder().setTokens(message(tokens)).build());
    }

    @Override
    public void signInWithGoogle(
            SignInWithGoogleRequest request, StreamObserver<SignInWithGoogleResponse> observer) {
        String idToken = Fields.words("id_token", request.getIdToken(), LONGEST_JWT).strip();
        Optional<Password> password =
                Optional.of(request.getPassword())
                        .filter(text -> !text.isEmpty())
                        .map(text -> read("password", text, Password::tried));
        Answering.answer(
                observer,
                google.signIn(idToken, password, Answering.deadline()),
                tokens -> SignInWithGoogleResponse.newBuilder().setTokens(message(tokens)).build());
    }

    @Override
    public void refresh(RefreshRequest request, StreamObserver<RefreshResponse> observer) {
        UUID requestId = Fields.requestId(request.getRequestId());
        String token = Fields.words("refresh_token", request.getRefreshToken(), LONGEST_TOKEN);
        Answering.answer(
                observer,
                signingIn.refresh(requestId, token),
                tokens -> RefreshResponse.newBuilder().setTokens(message(tokens)).build());
    }

    @Override
    public void exchangeToken(
            ExchangeTokenRequest request, StreamObserver<ExchangeTokenResponse> observer) {
        String assertion = Fields.words("assertion", request.getAssertion(), LONGEST_JWT).strip();
        UserId user = Fields.userId(request.getUserId());
        Answering.answer(
                observer,
                exchanging.exchange(assertion, user),
                token ->
                        ExchangeTokenResponse.newBuilder()
                                .setAccessToken(token.accessToken())
                                .setExpiresAt(Figures.time(token.expiresAt()))
                                .build());
    }

    @Override
    public void signOut(SignOutRequest request, StreamObserver<SignOutResponse> observer) {
        UserId user = Caller.current().userId();
        Outcome<Integer> ended =
                switch (request.getWhatCase()) {
                    case SESSION_ID ->
                            sessions.end(
                                    user,
                                    SessionId.of(
                                            Fields.uuid("session_id", request.getSessionId())));
                    case EVERYWHERE -> everywhere(request, user);
                    case WHAT_NOT_SET -> current(user);
                };
        Answering.answer(
                observer, ended, count -> SignOutResponse.newBuilder().setEnded(count).build());
    }

    private Outcome<Integer> everywhere(SignOutRequest request, UserId user) {
        if (!request.getEverywhere()) {
            throw new InvalidField("everywhere", "is false: leave it out, or set it to true");
        }
        return Outcome.accepted(sessions.endAll(user));
    }

    private Outcome<Integer> current(UserId user) {
        return Caller.current()
                .session()
                .map(session -> sessions.end(user, session))
                .orElseGet(
                        () ->
                                Outcome.refused(
                                        Rejection.SESSION_NOT_FOUND,
                                        "The caller's token belongs to no session of this"
                                                + " installation."));
    }

    @Override
    public void changePassword(
            ChangePasswordRequest request, StreamObserver<ChangePasswordResponse> observer) {
        Password old = read("old_password", request.getOldPassword(), Password::tried);
        Password chosen = read("new_password", request.getNewPassword(), Password::chosen);
        Outcome<Integer> ended =
                sessions.credential(Caller.current().userId())
                        .map(
                                credential ->
                                        signingIn.changePassword(
                                                credential,
                                                old,
                                                chosen,
                                                Caller.current().session()))
                        .orElseGet(
                                () ->
                                        Outcome.refused(
                                                Rejection.SIGN_IN_REFUSED,
                                                "The caller signs in elsewhere, and has no password"
                                                        + " here."));
        Answering.answer(
                observer,
                ended,
                count -> ChangePasswordResponse.newBuilder().setEnded(count).build());
    }

    @Override
    public void requestPasswordReset(
            RequestPasswordResetRequest request,
            StreamObserver<RequestPasswordResetResponse> observer) {
        Answering.answer(
                observer,
                resetting.request(address(request.getEmail())),
                expiry ->
                        RequestPasswordResetResponse.newBuilder()
                                .setExpiresAt(Figures.time(expiry))
                                .build());
    }

    @Override
    public void resetPassword(
            ResetPasswordRequest request, StreamObserver<ResetPasswordResponse> observer) {
        String code = Fields.words("code", request.getCode(), LONGEST_TOKEN).strip();
        Password chosen = read("new_password", request.getNewPassword(), Password::chosen);
        Answering.answer(
                observer,
                resetting.reset(code, chosen),
                count -> ResetPasswordResponse.newBuilder().setEnded(count).build());
    }

    @Override
    public void listSessions(
            ListSessionsRequest request, StreamObserver<ListSessionsResponse> observer) {
        Caller caller = Caller.current();
        List<Session> open =
                sessions.open(caller.userId()).stream()
                        .map(session -> message(session, caller.session()))
                        .toList();
        Answering.answer(observer, ListSessionsResponse.newBuilder().addAllSessions(open).build());
    }

    @Override
    public void getMe(GetMeRequest request, StreamObserver<GetMeResponse> observer) {
        UserId id = Caller.current().userId();
        Outcome<User> user =
                users.find(id)
                        .map(Outcome::accepted)
                        .orElseGet(
                                () ->
                                        Outcome.refused(
                                                Rejection.USER_NOT_FOUND,
                                                "User " + id + " is not registered."));
        Answering.answer(observer, user, this::me);
    }

    private GetMeResponse me(User user) {
        return GetMeResponse.newBuilder()
                .setUserId(user.id().toString())
                .setEmail(sessions.credential(user.id()).map(Credential::email).orElse(""))
                .addAllRoles(Caller.current().roleNames())
                .setRegisteredAt(Figures.time(user.registeredAt()))
                .setBlocked(user.blocked())
                .build();
    }

    private static EmailAddress address(String text) {
        return read("email", text, EmailAddress::parse);
    }

    /** What cannot be read says why in words that complete a sentence about the field. */
    private static <T> T read(String field, String text, Function<String, T> reading) {
        try {
            return reading.apply(text);
        } catch (IllegalArgumentException unfit) {
            throw new InvalidField(field, String.valueOf(unfit.getMessage()));
        }
    }

    private static io.megatron.identity.v1.Tokens message(Tokens tokens) {
        return io.megatron.identity.v1.Tokens.newBuilder()
                .setAccessToken(tokens.accessToken())
                .setAccessExpiresAt(Figures.time(tokens.accessExpiresAt()))
                .setRefreshToken(tokens.refreshToken())
                .setSessionExpiresAt(Figures.time(tokens.session().expiresAt()))
                .setSessionId(tokens.session().id().toString())
                .setUserId(tokens.session().userId().toString())
                .build();
    }

    private static Session message(
            io.megatron.mapper.identity.Session session, Optional<SessionId> current) {
        return Session.newBuilder()
                .setSessionId(session.id().toString())
                .setStartedAt(Figures.time(session.startedAt()))
                .setRefreshedAt(Figures.time(session.refreshedAt()))
                .setExpiresAt(Figures.time(session.expiresAt()))
                .setCurrent(current.filter(session.id()::equals).isPresent())
                .build();
    }
}
