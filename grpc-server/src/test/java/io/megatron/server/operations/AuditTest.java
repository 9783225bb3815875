package io.megatron.server.operations;

import static io.megatron.server.RunningExchange.newId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.Duration;
import io.megatron.operations.v1.AuditEntry;
import io.megatron.operations.v1.AuditedChange;
import io.megatron.operations.v1.BlockUserRequest;
import io.megatron.operations.v1.GrantTestFundsRequest;
import io.megatron.operations.v1.ListAuditEntriesRequest;
import io.megatron.operations.v1.ListAuditEntriesResponse;
import io.megatron.operations.v1.MoveClockRequest;
import io.megatron.operations.v1.PauseScheduleRequest;
import io.megatron.operations.v1.PostAdjustmentRequest;
import io.megatron.operations.v1.TreasuryRecipient;
import io.megatron.server.Failure;
import io.megatron.server.RunningExchange;
import io.megatron.server.RunningExchange.Person;
import io.megatron.trading.v1.BuyExactIn;
import io.megatron.trading.v1.BuyRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever administrators and operators do is on record, with what it changed; nothing else is. */
class AuditTest {
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
    void an_entry_tells_who_did_what_to_whom_why_and_each_value_that_differs_since() {
        Person user = exchange.traderWith("0");
        BlockUserRequest request =
                BlockUserRequest.newBuilder()
                        .setRequestId(newId())
                        .setUserId(user.id().toString())
                        .setReason("asked by the court")
                        .build();

        exchange.admin().admin().blockUser(request);

        AuditEntry entry = newestAbout(user);
        assertThat(entry.getActorId()).isEqualTo(exchange.admin().id().toString());
        assertThat(entry.getRequestId()).isEqualTo(request.getRequestId());
        assertThat(entry.getAction()).isEqualTo("BlockUser");
        assertThat(entry.getReason()).isEqualTo("asked by the court");
        assertThat(entry.getDetails()).contains("\"sells_too\"");
        assertThat(entry.hasTakenAt()).isTrue();
        assertThat(entry.getChangesList())
                .containsExactly(
                        AuditedChange.newBuilder()
                                .setTable("users")
                                .setKey(user.id().toString())
                                .setField("blocked")
                                .setBefore("false")
                                .setAfter("true")
                                .build());
    }

    @Test
    void money_given_by_hand_is_there_with_both_balances() {
        Person user = exchange.traderWith("1");
        exchange.admin()
                .admin()
                .grantTestFunds(
                        GrantTestFundsRequest.newBuilder()
                                .setRequestId(newId())
                                .setTreasury(TreasuryRecipient.getDefaultInstance())
                                .setAmount("5")
                                .build());
        adjust(user, newId(), "2.5");

        AuditEntry entry = newestAbout(user);

        assertThat(entry.getAction()).isEqualTo("PostAdjustment");
        assertThat(entry.getChangesList())
                .filteredOn(change -> change.getField().equals("balance"))
                .anySatisfy(
                        change -> {
                            assertThat(change.getKey()).contains(user.id().toString());
                            assertThat(change.getBefore()).isEqualTo("1");
                            assertThat(change.getAfter()).isEqualTo("3.5");
                        })
                .hasSize(2);
    }

    @Test
    void what_is_refused_or_sent_again_or_a_user_s_own_leaves_no_entry() {
        Person user = exchange.traderWith("10");
        String asset = exchange.asset("1", "0");
        String sent = newId();
        exchange.admin()
                .admin()
                .grantTestFunds(
                        GrantTestFundsRequest.newBuilder()
                                .setRequestId(sent)
                                .setUserId(user.id().toString())
                                .setAmount("5")
                                .build());
        int before = about(user).size();

        exchange.admin()
                .admin()
                .grantTestFunds(
                        GrantTestFundsRequest.newBuilder()
                                .setRequestId(sent)
                                .setUserId(user.id().toString())
                                .setAmount("5")
                                .build());
        assertThat(Failure.of(() -> adjust(user, newId(), "1000000")).reason())
                .isEqualTo("INSUFFICIENT_FUNDS");
        user.trades()
                .buy(
                        BuyRequest.newBuilder()
                                .setRequestId(newId())
                                .setAssetId(asset)
                                .setExactIn(
                                        BuyExactIn.newBuilder().setUsdcIn("1").setMinSharesOut("0"))
                                .build());

        assertThat(about(user)).hasSize(before);
        assertThat(entries(ListAuditEntriesRequest.newBuilder().setActorId(user.id().toString())))
                .isEmpty();
    }

    @Test
    void what_operators_do_about_jobs_and_the_clock_is_in_the_same_record() {
        UUID operator = UUID.randomUUID();
        Person ops = exchange.as(operator, "ops");
        ops.jobs()
                .pauseSchedule(
                        PauseScheduleRequest.newBuilder()
                                .setRequestId(newId())
                                .setJob("metadata-purge")
                                .setReason("a quiet night")
                                .build());
        ops.clock()
                .moveClock(
                        MoveClockRequest.newBuilder()
                                .setRequestId(newId())
                                .setForward(Duration.newBuilder().setSeconds(60))
                                .build());

        assertThat(entries(ListAuditEntriesRequest.newBuilder().setActorId(operator.toString())))
                .extracting(AuditEntry::getAction, AuditEntry::getTarget, AuditEntry::getReason)
                .containsExactly(
                        tuple("MoveClock", "", ""),
                        tuple("PauseSchedule", "metadata-purge", "a quiet night"));
    }

    @Test
    void a_request_id_used_about_a_job_can_be_used_in_the_book_by_the_same_person() {
        Person admin = exchange.admin();
        Person user = exchange.traderWith("0");
        String id = newId();
        admin.jobs()
                .pauseSchedule(
                        PauseScheduleRequest.newBuilder()
                                .setRequestId(id)
                                .setJob("fee-collection")
                                .setReason("a test")
                                .build());

        admin.admin()
                .blockUser(
                        BlockUserRequest.newBuilder()
                                .setRequestId(id)
                                .setUserId(user.id().toString())
                                .setReason("a test")
                                .build());

        assertThat(newestAbout(user).getRequestId()).isEqualTo(id);
    }

    @Test
    void pages_neither_repeat_nor_miss_an_entry() {
        Person user = exchange.traderWith("0");
        for (int i = 0; i < 5; i++) {
            exchange.admin()
                    .admin()
                    .blockUser(
                            BlockUserRequest.newBuilder()
                                    .setRequestId(newId())
                                    .setUserId(user.id().toString())
                                    .setReason("round " + i)
                                    .build());
        }
        ListAuditEntriesRequest.Builder request =
                ListAuditEntriesRequest.newBuilder()
                        .setTarget(user.id().toString())
                        .setAction("BlockUser")
                        .setPageSize(2);
        List<String> reasons = new ArrayList<>();
        ListAuditEntriesResponse page;
        do {
            page = exchange.admin().admin().listAuditEntries(request.build());
            page.getEntriesList().forEach(entry -> reasons.add(entry.getReason()));
            request.setPageToken(page.getNextPageToken());
        } while (!page.getNextPageToken().isEmpty());
        assertThat(reasons).containsExactly("round 4", "round 3", "round 2", "round 1", "round 0");
    }

    private static void adjust(Person user, String requestId, String usdc) {
        exchange.admin()
                .admin()
                .postAdjustment(
                        PostAdjustmentRequest.newBuilder()
                                .setRequestId(requestId)
                                .setUserId(user.id().toString())
                                .setAmount(usdc)
                                .setReason("goodwill")
                                .build());
    }

    private static AuditEntry newestAbout(Person user) {
        return about(user).getFirst();
    }

    private static List<AuditEntry> about(Person user) {
        return entries(ListAuditEntriesRequest.newBuilder().setTarget(user.id().toString()));
    }

    private static List<AuditEntry> entries(ListAuditEntriesRequest.Builder request) {
        return exchange.admin().admin().listAuditEntries(request.build()).getEntriesList();
    }
}
