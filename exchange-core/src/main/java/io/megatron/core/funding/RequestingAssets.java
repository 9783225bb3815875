package io.megatron.core.funding;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.TimeOrderedIds;
import io.megatron.core.assets.CreatingAssets.Blueprint;
import io.megatron.core.funding.internal.ApproveAssetCommand;
import io.megatron.core.funding.internal.RequestAssetCommand;
import io.megatron.core.funding.internal.RequestDesk;
import io.megatron.core.funding.internal.RequestRules;
import io.megatron.core.funding.internal.ReturnHoldCommand;
import io.megatron.core.ledger.Book;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Command;
import io.megatron.core.ledger.Deadline;
import io.megatron.core.ledger.Submitting;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.funding.AssetRequest;
import io.megatron.mapper.funding.AssetRequestMapper;
import io.megatron.mapper.funding.AssetRequestStatus;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.AssetRequestId;
import io.megatron.mapper.ids.UserId;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;

/**
 * Takes requests for assets and answers them. Whatever the answer, the first contribution that is
 * held back moves on once: into the pool, or back.
 */
@Component
public class RequestingAssets {
    private static final String JOB = "funding-refunds";

    private final Book book;
    private final RequestDesk desk;
    private final AssetRequestMapper requests;
    private final TimeOrderedIds ids;
    private final Clock clock;

    public RequestingAssets(
            Book book,
            RequestDesk desk,
            AssetRequestMapper requests,
            TimeOrderedIds ids,
            Clock clock) {
        this.book = book;
        this.desk = desk;
        this.requests = requests;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Asks for an asset and moves the first contribution from CASH to REQUEST_HOLD.
     *
     * @return the request, or {@link Rejection#REQUEST_ID_REUSED}, {@link
     *     Rejection#USER_NOT_FOUND}, {@link Rejection#USER_BLOCKED}, {@link
     *     Rejection#ASSET_ALREADY_EXISTS}, {@link Rejection#CONTRIBUTION_TOO_SMALL}, {@link
     *     Rejection#HARD_CAP_EXCEEDED}, {@link Rejection#INSUFFICIENT_FUNDS}
     */
    public Outcome<AssetRequest> request(
            Call call,
            Blueprint blueprint,
            Usdc firstContribution,
            Submitting submitting,
            Deadline deadline) {
        AssetRequestId id = AssetRequestId.of(ids.at(clock.instant()));
        return submitting.submit(
                book,
                new RequestAssetCommand(desk, call, id, blueprint, firstContribution),
                deadline);
    }

    /**
     * Withdraws the caller's own request.
     *
     * @return the request, or {@link Rejection#REQUEST_ID_REUSED}, {@link
     *     Rejection#ASSET_REQUEST_NOT_FOUND}, {@link Rejection#ASSET_REQUEST_CLOSED}
     */
    public Outcome<AssetRequest> cancel(
            Call call, AssetRequestId id, Submitting submitting, Deadline deadline) {
        UserId caller = UserId.of(call.subject());
        return about(
                id,
                request -> request.requester().equals(caller),
                request -> returning(call, request, AssetRequestStatus.CANCELLED, Optional.empty()),
                submitting,
                deadline);
    }

    /**
     * Refuses a request.
     *
     * @return the request, or {@link Rejection#REQUEST_ID_REUSED}, {@link
     *     Rejection#ASSET_REQUEST_NOT_FOUND}, {@link Rejection#ASSET_REQUEST_CLOSED}
     */
    public Outcome<AssetRequest> reject(
            Call call, AssetRequestId id, String reason, Submitting submitting, Deadline deadline) {
        return about(
                id,
                request -> true,
                request ->
                        returning(call, request, AssetRequestStatus.REJECTED, Optional.of(reason)),
                submitting,
                deadline);
    }

    /**
     * Opens the asset's funding with the first contribution in it.
     *
     * @return the request, or {@link Rejection#REQUEST_ID_REUSED}, {@link Rejection#USER_BLOCKED},
     *     {@link Rejection#ASSET_REQUEST_NOT_FOUND}, {@link Rejection#ASSET_ALREADY_EXISTS}, {@link
     *     Rejection#ASSET_REQUEST_CLOSED}, {@link Rejection#HARD_CAP_EXCEEDED}
     */
    public Outcome<AssetRequest> approve(
            Call call, AssetRequestId id, Submitting submitting, Deadline deadline) {
        AssetId asset = AssetId.of(ids.at(clock.instant()));
        return about(
                id,
                request -> true,
                request -> new ApproveAssetCommand(desk, call, request, asset),
                submitting,
                deadline);
    }

    /**
     * Returns the hold of a request that nobody has answered in time. For a job: its call follows
     * from the request, so that it takes effect once.
     *
     * @return the request, or {@link Rejection#ASSET_REQUEST_NOT_FOUND}, {@link
     *     Rejection#ASSET_REQUEST_CLOSED}, {@link Rejection#NOT_DUE}
     */
    public Outcome<AssetRequest> expire(
            AssetRequestId id, Submitting submitting, Deadline deadline) {
        Call call = Call.ofJob(JOB, "ExpireAssetRequest", Map.of("id", id.toString()));
        return about(
                id,
                request -> true,
                request -> returning(call, request, AssetRequestStatus.EXPIRED, Optional.empty()),
                submitting,
                deadline);
    }

    /** Requests that {@link #expire} is due for, in the order of ids, after one of them. */
    public List<AssetRequestId> expired(Instant at, Optional<AssetRequestId> after, int limit) {
        return requests.expired(at, after.orElse(null), limit);
    }

    /** How many requests {@link #expire} is due for. */
    public long countExpired(Instant at) {
        return requests.countExpired(at);
    }

    /** Requests newest first, before one of them. */
    public List<AssetRequest> page(
            Optional<UserId> requester,
            Optional<AssetRequestStatus> status,
            Optional<AssetRequestId> before,
            int limit) {
        return requests.page(
                requester.orElse(null), status.orElse(null), before.orElse(null), limit);
    }

    private ReturnHoldCommand returning(
            Call call, AssetRequest request, AssetRequestStatus how, Optional<String> reason) {
        return new ReturnHoldCommand(desk, call, request, how, reason.orElse(null));
    }

    /** What was asked for never changes, so it may be read before the book is taken. */
    private Outcome<AssetRequest> about(
            AssetRequestId id,
            Predicate<AssetRequest> mayBeSeen,
            Function<AssetRequest, Command<AssetRequest>> command,
            Submitting submitting,
            Deadline deadline) {
        return requests.requests(List.of(id)).stream()
                .filter(mayBeSeen)
                .findFirst()
                .map(request -> submitting.submit(book, command.apply(request), deadline))
                .orElseGet(() -> Outcome.refused(RequestRules.unknown(id)));
    }
}
