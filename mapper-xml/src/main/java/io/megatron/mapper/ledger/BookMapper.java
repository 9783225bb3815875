package io.megatron.mapper.ledger;

import io.megatron.mapper.types.Columns;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** The book itself: its lock, where it stands, and the requests it has answered. */
public interface BookMapper {

    /**
     * Waits for the book, and tells where it stands. It must be the transaction's first statement:
     * a lock takes no snapshot, so whoever waited starts from what the writer before has committed.
     */
    BookState lock();

    /**
     * Waits for the book, as {@link #lock} does, and refuses all that follows with SQLSTATE MB001
     * where another batch than this one's was the last. It is sent together with what follows.
     */
    void lockAfter(BookState expected);

    /** Commits as soon as all that was sent with it is done. */
    void commit();

    /** Where the book stands, for a reader. */
    BookState state();

    void updateState(BookState state);

    /**
     * What the batches after one changed, in their order; none where the next one has not told, and
     * of the others some may be missing.
     */
    List<BatchChanges> changesAfter(@Param("then") BookState then, @Param("limit") int limit);

    /**
     * Tells the other nodes what a batch changed, and forgets some.
     *
     * @param forgotten the last batch that is forgotten
     * @param most how many are forgotten at the most
     */
    void insertChanges(
            @Param("changes") BatchChanges changes,
            @Param("forgotten") long forgotten,
            @Param("most") int most);

    List<Request> requests(
            @Param("subjects") UUID[] subjects, @Param("requestIds") UUID[] requestIds);

    @Nullable Request request(@Param("subject") UUID subject, @Param("requestId") UUID requestId);

    void insertRequestColumns(Map<String, Object> columns);

    /** All of them carry the batch's one book time. */
    default void insertRequests(Collection<Request> requests, Instant bookedAt) {
        insertRequestColumns(
                Columns.of(requests)
                        .uuids("subject", Request::subject)
                        .uuids("requestId", Request::requestId)
                        .texts("method", Request::method)
                        .texts("payload", Request::payload)
                        .texts("result", Request::result)
                        .all("bookedAt", bookedAt)
                        .arrays());
    }

    /** Deletes requests that were answered before a time, some of them; answers how many. */
    long purgeRequests(@Param("bookedBefore") Instant bookedBefore, @Param("limit") int limit);

    /** The one row of the clock, as a list since it is asked together with others. */
    List<Long> clockOffsetMicros();

    void setClockOffsetMicros(@Param("offsetMicros") long offsetMicros);

    /** The one row of the fee, as a list since it is asked together with others. */
    List<PlatformFee> platformFee();

    void setPlatformFee(PlatformFee fee);

    /** What the installation was created as: {@code development} or {@code production}. */
    String installationKind();
}
