package io.megatron.core.funding.internal;

import io.megatron.core.Outcome;
import io.megatron.core.Refusal;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Command;
import io.megatron.core.ledger.Draft;
import io.megatron.core.ledger.Keys;
import io.megatron.mapper.funding.AssetRequest;
import io.megatron.mapper.funding.AssetRequestStatus;
import io.megatron.mapper.ledger.TransferCause;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Ends a request without an asset and gives its first contribution back, to a blocked user as well:
 * rejected, cancelled or expired.
 */
public final class ReturnHoldCommand implements Command<AssetRequest> {
    private final RequestDesk desk;
    private final Call call;
    private final AssetRequest asked;
    private final AssetRequestStatus how;
    private final @Nullable String reason;

    /**
     * A return to be decided.
     *
     * @param asked the request as it was found; what was asked for never changes
     */
    public ReturnHoldCommand(
            RequestDesk desk,
            Call call,
            AssetRequest asked,
            AssetRequestStatus how,
            @Nullable String reason) {
        this.desk = desk;
        this.call = call;
        this.asked = asked;
        this.how = how;
        this.reason = reason;
    }

    @Override
    public Call call() {
        return call;
    }

    @Override
    public void declare(Keys keys) {
        keys.add(desk.requests(), asked.id());
        keys.add(desk.funding().posting().accounts(), FundingDesk.cash(asked.requester()));
        keys.add(desk.funding().posting().accounts(), RequestDesk.hold(asked.requester()));
    }

    @Override
    public Outcome<AssetRequest> decide(Draft draft) {
        AssetRequest request = draft.find(desk.requests(), asked.id()).orElseThrow();
        return refusal(request, draft.time())
                .<Outcome<AssetRequest>>map(Outcome::refused)
                .orElseGet(() -> Outcome.accepted(giveBack(draft, request)));
    }

    private Optional<Refusal> refusal(AssetRequest request, Instant at) {
        return RequestRules.open(request)
                .or(
                        () ->
                                how == AssetRequestStatus.EXPIRED
                                        ? RequestRules.due(request.expiresAt(), at)
                                        : Optional.empty());
    }

    private AssetRequest giveBack(Draft draft, AssetRequest request) {
        desk.move(
                draft,
                TransferCause.ASSET_REQUEST_RETURN,
                request.id(),
                call.subject(),
                RequestDesk.hold(request.requester()),
                FundingDesk.cash(request.requester()),
                request.firstContribution());
        AssetRequest returned = request.returned(how, draft.time(), reason);
        draft.put(desk.requests(), request.id(), returned);
        return returned;
    }

    @Override
    public String remember(AssetRequest returned) {
        return Remembered.of(returned.closedAt());
    }

    @Override
    public AssetRequest recall(String remembered) {
        return asked.returned(how, Remembered.read(remembered).instant(), reason);
    }
}
