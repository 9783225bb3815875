package io.megatron.core.funding.internal;

import io.megatron.core.assets.OpeningAssets;
import io.megatron.core.ledger.Draft;
import io.megatron.core.ledger.Posting;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.ids.AssetRequestId;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.ledger.AccountKey;
import io.megatron.mapper.ledger.AccountKind;
import io.megatron.mapper.ledger.TransferCause;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** The tables that requests for assets are decided over and written to. */
@Component
public record RequestDesk(FundingDesk funding, AssetRequests requests, OpeningAssets opening) {

    static AccountKey hold(UserId user) {
        return AccountKey.ofUser(AccountKind.REQUEST_HOLD, user);
    }

    /** Moves a request's first contribution; each way once, as the reference is the request. */
    void move(
            Draft draft,
            TransferCause cause,
            AssetRequestId id,
            UUID initiator,
            AccountKey from,
            AccountKey to,
            Usdc amount) {
        funding.posting()
                .post(
                        draft,
                        new Posting.Cause(cause, id.value(), initiator, null),
                        List.of(
                                new Posting.Leg(from, amount.negated()),
                                new Posting.Leg(to, amount)));
    }
}
