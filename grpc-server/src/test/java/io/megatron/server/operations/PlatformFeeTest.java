package io.megatron.server.operations;

import static io.megatron.server.RunningExchange.newId;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.megatron.operations.v1.AuditedChange;
import io.megatron.operations.v1.GetPlatformFeeRequest;
import io.megatron.operations.v1.ListAuditEntriesRequest;
import io.megatron.operations.v1.SetPlatformFeeRequest;
import io.megatron.operations.v1.SetPlatformFeeResponse;
import io.megatron.server.Failure;
import io.megatron.server.RunningExchange;
import io.megatron.server.RunningExchange.Person;
import io.megatron.trading.v1.BuyExactIn;
import io.megatron.trading.v1.BuyRequest;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Administrators set the platform's fee, and everybody can look it up. */
class PlatformFeeTest {
    private static final long FAR = 4_000_000_000L;

    @TempDir private static Path folder;

    private static RunningExchange exchange;

    @BeforeAll
    static void start() throws IOException {
        exchange = RunningExchange.start(folder);
    }

    @AfterAll
    static void stop() {
        exchange.closeReconciled();
    }

    @Test
    void a_fee_set_at_once_is_paid_by_the_next_trade_and_one_for_later_is_announced() {
        Person user = exchange.traderWith("100");
        String asset = exchange.asset("1", "0");
        assertThat(bought(user, asset)).isEqualTo(50);

        SetPlatformFeeRequest request = fee(100).build();
        SetPlatformFeeResponse set = exchange.admin().admin().setPlatformFee(request);

        assertThat(bought(user, asset)).isEqualTo(100);
        var shown = user.admin().getPlatformFee(GetPlatformFeeRequest.getDefaultInstance());
        assertThat(shown.getFeeBps()).isEqualTo(100);
        assertThat(shown.hasPlanned()).isFalse();
        assertThat(exchange.admin().admin().setPlatformFee(request))
                .isEqualTo(set.toBuilder().setReplayed(true).build());
        assertThat(
                        exchange.admin()
                                .admin()
                                .listAuditEntries(
                                        ListAuditEntriesRequest.newBuilder()
                                                .setAction("SetPlatformFee")
                                                .build())
                                .getEntriesList())
                .singleElement()
                .satisfies(
                        entry ->
                                assertThat(entry.getChangesList())
                                        .contains(
                                                AuditedChange.newBuilder()
                                                        .setTable("platform_fees")
                                                        .setKey("ONLY_ROW")
                                                        .setField("bps")
                                                        .setBefore("50")
                                                        .setAfter("100")
                                                        .build()));

        exchange.admin()
                .admin()
                .setPlatformFee(
                        fee(150).setEffectiveAt(Timestamp.newBuilder().setSeconds(FAR)).build());

        assertThat(bought(user, asset)).isEqualTo(100);
        var announced = user.admin().getPlatformFee(GetPlatformFeeRequest.getDefaultInstance());
        assertThat(announced.getFeeBps()).isEqualTo(100);
        assertThat(announced.getPlanned().getFeeBps()).isEqualTo(150);
        assertThat(announced.getPlanned().getEffectiveAt().getSeconds()).isEqualTo(FAR);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 29, 201, Integer.MAX_VALUE})
    void what_is_out_of_bounds_is_refused_with_the_field(int bps) {
        assertThat(
                        Failure.of(() -> exchange.admin().admin().setPlatformFee(fee(bps).build()))
                                .fields())
                .containsExactly("fee_bps");
    }

    private static SetPlatformFeeRequest.Builder fee(int bps) {
        return SetPlatformFeeRequest.newBuilder()
                .setRequestId(newId())
                .setFeeBps(bps)
                .setReason("a quiet quarter");
    }

    private static int bought(Person user, String asset) {
        return user.trades()
                .buy(
                        BuyRequest.newBuilder()
                                .setRequestId(newId())
                                .setAssetId(asset)
                                .setExactIn(
                                        BuyExactIn.newBuilder().setUsdcIn("1").setMinSharesOut("0"))
                                .build())
                .getReceipt()
                .getTrade()
                .getFeeBps();
    }
}
