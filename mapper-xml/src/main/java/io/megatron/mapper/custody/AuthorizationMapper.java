package io.megatron.mapper.custody;

import io.megatron.curve.money.Usdc;
import io.megatron.mapper.ids.AuthorizationId;
import io.megatron.mapper.types.Columns;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** Authorizations, the transactions that carry them, and the accounts that pay for those. */
public interface AuthorizationMapper {

    List<Authorization> authorizationsWithIds(@Param("ids") UUID[] ids);

    default List<Authorization> authorizations(Collection<AuthorizationId> ids) {
        return authorizationsWithIds(ids.stream().map(AuthorizationId::value).toArray(UUID[]::new));
    }

    void insertColumns(Map<String, Object> columns);

    default void insert(Collection<Authorization> rows) {
        insertColumns(
                Columns.of(rows)
                        .uuids("id", row -> row.id().value())
                        .texts("purpose", row -> row.purpose().name())
                        .bytes("nonce", row -> row.nonce().bytes())
                        .bytes("authorizer", row -> row.authorizer().bytes())
                        .bytes("recipient", row -> row.recipient().bytes())
                        .longs("amount", row -> row.amount().micros())
                        .texts("validBefore", row -> row.validBefore().toString())
                        .texts("signature", Authorization::signature)
                        .longs("signedBlock", Authorization::signedBlock)
                        .texts("status", row -> row.status().name())
                        .texts("signedAt", row -> row.signedAt().toString())
                        .arrays());
    }

    void updateColumns(Map<String, Object> columns);

    /** Where they stand and where they are used; what was signed never changes. */
    default void update(Collection<Authorization> rows) {
        updateColumns(
                Columns.of(rows)
                        .uuids("id", row -> row.id().value())
                        .texts("status", row -> row.status().name())
                        .texts("usedBlockNumber", row -> text(row.usedBlockNumber()))
                        .bytes("usedBlockHash", row -> bytes(row.usedBlockHash()))
                        .bytes("usedTransaction", row -> bytes(row.usedTransaction()))
                        .texts("closedAt", row -> text(row.closedAt()))
                        .arrays());
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static byte @Nullable [] bytes(@Nullable EvmHash hash) {
        return hash == null ? null : hash.bytes();
    }

    /** Those that are neither settled nor void, in the order of their ids, after one of them. */
    List<Authorization> open(
            @Param("after") @Nullable AuthorizationId after, @Param("limit") int limit);

    long countOpen();

    /** Those that the token may still be shown with effect. */
    long countUnused();

    List<Authorization> openSweepsOfBytes(@Param("authorizers") byte[][] authorizers);

    /** The sweeps of these addresses that have not ended. */
    default List<Authorization> openSweeps(Collection<EvmAddress> authorizers) {
        return openSweepsOfBytes(
                authorizers.stream().map(EvmAddress::bytes).toArray(byte[][]::new));
    }

    /** What an account has signed away and the chain is not known to have taken. */
    Usdc pledged(@Param("authorizer") EvmAddress authorizer);

    /**
     * Withdrawals that are settled, the one in the newest block first, after one of them.
     *
     * @param upToBlock in which they were used at the latest
     */
    List<Authorization> settledPayments(
            @Param("upToBlock") long upToBlock,
            @Param("beforeBlock") long beforeBlock,
            @Param("beforeId") UUID beforeId,
            @Param("limit") int limit);

    void insertSubmissionColumns(Map<String, Object> columns);

    default void insertSubmissions(Collection<Submission> rows) {
        insertSubmissionColumns(
                Columns.of(rows)
                        .bytes("submitter", row -> row.submitter().bytes())
                        .longs("accountNonce", Submission::accountNonce)
                        .ints("replacement", Submission::replacement)
                        .uuids("authorizationId", row -> row.authorizationId().value())
                        .bytes("hash", row -> row.hash().bytes())
                        .texts("raw", Submission::raw)
                        .longs("gas", Submission::gas)
                        .texts("maxFee", row -> row.maxFee().toString())
                        .texts("priorityFee", row -> row.priorityFee().toString())
                        .texts("signedAt", row -> row.signedAt().toString())
                        .arrays());
    }

    /** The newest transaction of each nonce from this one on, in the order of nonces. */
    List<Submission> newestFrom(
            @Param("submitter") EvmAddress submitter,
            @Param("nonce") long nonce,
            @Param("limit") int limit);

    long countFrom(@Param("submitter") EvmAddress submitter, @Param("nonce") long nonce);

    /**
     * The first nonce without a transaction.
     *
     * @param used how many nonces the chain has used up
     */
    long nextNonce(@Param("submitter") EvmAddress submitter, @Param("used") long used);

    List<Submission> submissionsUnderColumns(Map<String, Object> columns);

    /** The transactions under these keys. */
    default List<Submission> submissionsUnder(Collection<Submission.Key> keys) {
        return submissionsUnderColumns(
                Columns.of(keys)
                        .bytes("submitter", key -> key.submitter().bytes())
                        .longs("accountNonce", Submission.Key::accountNonce)
                        .ints("replacement", Submission.Key::replacement)
                        .arrays());
    }

    List<Submission> submissionsOfIds(@Param("ids") UUID[] ids);

    /** All transactions of these authorizations, oldest first. */
    default List<Submission> submissionsOf(Collection<AuthorizationId> ids) {
        return submissionsOfIds(ids.stream().map(AuthorizationId::value).toArray(UUID[]::new));
    }

    /** Up to which block all uses have been settled; null before the first look. */
    @Nullable Long scannedTo();

    /** Moves on, never back, and not over blocks before these that are not settled. */
    void advance(@Param("from") long from, @Param("to") long to, @Param("at") Instant at);

    /** Has all blocks after one settled again. */
    void rewind(@Param("to") long to);
}
