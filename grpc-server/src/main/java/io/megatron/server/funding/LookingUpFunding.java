package io.megatron.server.funding;

import io.megatron.core.Outcome;
import io.megatron.core.funding.LotView;
import io.megatron.core.funding.LpPositionView;
import io.megatron.core.funding.ReadingFunding;
import io.megatron.funding.v1.GetLpPositionRequest;
import io.megatron.funding.v1.ListLotsRequest;
import io.megatron.funding.v1.ListLpPositionsRequest;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import io.megatron.server.calls.Answering;
import io.megatron.server.calls.Fields;
import io.megatron.server.calls.Page;
import io.megatron.server.calls.PageTokens;
import io.megatron.server.calls.Subjects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Looks up what the caller provides, or for an administrator anybody. */
@Component
class LookingUpFunding {
    private final ReadingFunding reading;
    private final Subjects subjects;

    LookingUpFunding(ReadingFunding reading, Subjects subjects) {
        this.reading = reading;
        this.subjects = subjects;
    }

    Outcome<LpPositionView> position(GetLpPositionRequest request) {
        AssetId asset = Fields.assetId(request.getAssetId());
        return Answering.then(
                subjects.named(request.getUserId()), user -> reading.position(user, asset));
    }

    Outcome<Page<LpPositionView>> positions(ListLpPositionsRequest request) {
        int size = Fields.pageSize(request.getPageSize());
        return subjects.named(request.getUserId())
                .map(user -> positions(user, size, request.getPageToken()));
    }

    private Page<LpPositionView> positions(UserId user, int size, String token) {
        PageTokens tokens = PageTokens.of("ListLpPositions", user);
        Optional<AssetId> after = tokens.read(token, key -> AssetId.of(UUID.fromString(key)));
        return Page.of(
                tokens,
                size,
                reading.ofUser(user, after, Page.limit(size)),
                view -> view.position().assetId().toString());
    }

    Outcome<Page<LotView>> lots(ListLotsRequest request) {
        AssetId asset = Fields.assetId(request.getAssetId());
        int size = Fields.pageSize(request.getPageSize());
        return Answering.then(
                subjects.named(request.getUserId()),
                user -> lots(user, asset, size, request.getPageToken()));
    }

    private Outcome<Page<LotView>> lots(UserId user, AssetId asset, int size, String token) {
        PageTokens tokens = PageTokens.of("ListLots", user, asset);
        int after = tokens.read(token, Integer::valueOf).orElse(0);
        return reading.lots(user, asset, after, Page.limit(size))
                .map(
                        lots ->
                                Page.of(
                                        tokens,
                                        size,
                                        lots,
                                        view -> Integer.toString(view.lot().number())));
    }
}
