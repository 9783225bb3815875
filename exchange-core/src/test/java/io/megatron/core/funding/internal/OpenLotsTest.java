package io.megatron.core.funding.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.curve.money.Usdc;
import io.megatron.mapper.funding.Lot;
import io.megatron.mapper.funding.LpKey;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OpenLotsTest {
    private static final LpKey LP =
            new LpKey(AssetId.of(UUID.randomUUID()), UserId.of(UUID.randomUUID()));

    /** So a batch writes a lot once, and the next one does not find what is used up. */
    @Test
    void the_next_batch_finds_what_is_left_and_nothing_touched() {
        OpenLots paid =
                OpenLots.none(LP)
                        .with(lot(1, "100"))
                        .with(lot(2, "50"))
                        .draw(Usdc.parse("120"), Lot::left);
        assertThat(paid.toWrite()).hasSize(2);

        OpenLots found = paid.open();

        assertThat(found.lots()).containsExactly(lot(2, "50").withdrawn(Usdc.parse("20")));
        assertThat(found.toWrite()).isEmpty();
        assertThat(paid.count()).isEqualTo(1);
    }

    private static Lot lot(int number, String amount) {
        return Lot.of(LP, number, Usdc.parse(amount), Instant.EPOCH, "7:10000");
    }
}
