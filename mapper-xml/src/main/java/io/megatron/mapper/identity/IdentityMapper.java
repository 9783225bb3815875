package io.megatron.mapper.identity;

import io.megatron.mapper.ids.SessionId;
import io.megatron.mapper.ids.UserId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** Who somebody is. All of it stands beside the book. Numbers are of the rows that changed. */
public interface IdentityMapper {

    void insertSignUp(SignUp signUp);

    @Nullable SignUp signUp(@Param("codeHash") Digest codeHash);

    /** When codes were asked for with this address, the last first, at most so many. */
    List<Instant> codeTimes(
            @Param("email") String email, @Param("since") Instant since, @Param("limit") int limit);

    void insertPasswordReset(PasswordReset reset);

    @Nullable PasswordReset passwordReset(@Param("codeHash") Digest codeHash);

    /** Only where it was not used. */
    int usePasswordReset(@Param("codeHash") Digest codeHash, @Param("at") Instant at);

    void forgetPasswordResets(@Param("before") Instant before);

    /** Those that expired before a time. */
    void forgetSignUps(@Param("before") Instant before);

    /** Nothing where the user or the address has one already. */
    void insertCredential(Credential credential);

    @Nullable Credential credentialOfEmail(@Param("email") String email);

    @Nullable Credential credentialOfUser(@Param("userId") UserId userId);

    /** Whose account at Google it is. */
    @Nullable UserId googleUser(@Param("subject") String subject);

    boolean hasGoogleAccount(@Param("userId") UserId userId);

    /** Nothing where the user has no credential, or either of both is linked already. */
    void insertGoogleAccount(
            @Param("subject") String subject,
            @Param("userId") UserId userId,
            @Param("at") Instant at);

    void updatePassword(
            @Param("userId") UserId userId, @Param("to") String to, @Param("at") Instant at);

    /** Only where the password is still the one that was looked at. */
    int replacePassword(
            @Param("userId") UserId userId,
            @Param("from") @Nullable String from,
            @Param("to") String to,
            @Param("at") Instant at);

    @Nullable FailedSignIns failedSignIns(@Param("emailHash") Digest emailHash);

    /** The first one; nothing where there are some. */
    int insertFailure(@Param("emailHash") Digest emailHash, @Param("at") Instant at);

    /** Only where they are still those that were looked at. */
    int updateFailures(
            @Param("seen") FailedSignIns seen,
            @Param("failures") int failures,
            @Param("at") Instant at);

    void forgiveFailures(@Param("emailHash") Digest emailHash);

    void forgetFailures(@Param("before") Instant before);

    void insertSession(Session session);

    @Nullable Session session(@Param("id") SessionId id);

    /** Only where this is the newest generation, and the session goes on. */
    void refreshSession(
            @Param("id") SessionId id,
            @Param("generation") int generation,
            @Param("requestId") UUID requestId,
            @Param("at") Instant at);

    /** Only where it has not ended. */
    int endSession(
            @Param("id") SessionId id,
            @Param("at") Instant at,
            @Param("because") SessionEnd because);

    /** All of a user's but one. */
    int endSessions(
            @Param("userId") UserId userId,
            @Param("but") @Nullable SessionId but,
            @Param("at") Instant at,
            @Param("because") SessionEnd because);

    /** Those of a user that have not ended, the last begun first. */
    List<Session> openSessions(
            @Param("userId") UserId userId, @Param("now") Instant now, @Param("limit") int limit);

    /** Those that were ended since a time. */
    List<SessionId> endedSince(@Param("since") Instant since);

    /** Those that ended, or would have, before a time. */
    void forgetSessions(@Param("before") Instant before);
}
