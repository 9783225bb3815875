package io.megatron.server.operations;

import static io.megatron.server.RunningExchange.newId;
import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.funding.v1.ContributeRequest;
import io.megatron.operations.v1.BlockUserRequest;
import io.megatron.operations.v1.BlockUserResponse;
import io.megatron.operations.v1.GetUserRequest;
import io.megatron.operations.v1.ListUsersRequest;
import io.megatron.operations.v1.ListUsersResponse;
import io.megatron.operations.v1.UnblockUserRequest;
import io.megatron.operations.v1.User;
import io.megatron.server.Failure;
import io.megatron.server.RunningExchange;
import io.megatron.server.RunningExchange.Person;
import io.megatron.trading.v1.BuyExactIn;
import io.megatron.trading.v1.BuyRequest;
import io.megatron.trading.v1.SellExactIn;
import io.megatron.trading.v1.SellRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Administrators look after users: who there is, and who may do what. */
class UsersTest {
    @TempDir private static Path folder;

    private static RunningExchange exchange;
    private static String asset;

    @BeforeAll
    static void start() throws IOException {
        exchange = RunningExchange.start(folder);
        asset = exchange.asset("1", "0");
    }

    @AfterAll
    static void stop() {
        exchange.closeReconciled();
    }

    @Test
    void a_blocked_user_takes_no_new_risk_and_keeps_what_is_theirs() {
        Person user = exchange.traderWith("100");
        buy(user, "10");
        String funding = exchange.unfundedAsset("1", "0");

        User blocked = block(user, false).getUser();

        assertThat(blocked.getBlocked()).isTrue();
        assertThat(blocked.getSellsBlocked()).isFalse();
        assertThat(Failure.of(() -> buy(user, "1")).reason()).isEqualTo("USER_BLOCKED");
        assertThat(Failure.of(() -> contribute(user, funding)).reason()).isEqualTo("USER_BLOCKED");
        assertThat(sell(user, "1")).isNotEmpty();
        assertThat(find(user)).isEqualTo(blocked);
    }

    @Test
    void sells_can_be_forbidden_as_well_and_allowed_again() {
        Person user = exchange.traderWith("100");
        buy(user, "10");

        assertThat(block(user, true).getUser().getSellsBlocked()).isTrue();
        assertThat(Failure.of(() -> sell(user, "1")).reason()).isEqualTo("USER_BLOCKED");

        assertThat(block(user, false).getUser().getSellsBlocked()).isFalse();
        assertThat(sell(user, "1")).isNotEmpty();

        User allowed =
                exchange.admin()
                        .admin()
                        .unblockUser(
                                UnblockUserRequest.newBuilder()
                                        .setRequestId(newId())
                                        .setUserId(user.id().toString())
                                        .setReason("a mistake")
                                        .build())
                        .getUser();
        assertThat(allowed.getBlocked()).isFalse();
        assertThat(buy(user, "1")).isNotEmpty();
    }

    @Test
    void the_same_request_again_answers_the_same_whatever_came_between() {
        Person user = exchange.traderWith("0");
        BlockUserRequest request = blocking(user).build();
        BlockUserResponse first = exchange.admin().admin().blockUser(request);
        exchange.admin()
                .admin()
                .unblockUser(
                        UnblockUserRequest.newBuilder()
                                .setRequestId(newId())
                                .setUserId(user.id().toString())
                                .setReason("a mistake")
                                .build());

        BlockUserResponse again = exchange.admin().admin().blockUser(request);

        assertThat(again).isEqualTo(first.toBuilder().setReplayed(true).build());
        assertThat(find(user).getBlocked()).isFalse();
    }

    @Test
    void what_cannot_be_done_is_told_with_the_field() {
        Person user = exchange.traderWith("0");

        assertThat(Failure.of(() -> send(blocking(user).setUserId(newId()))).reason())
                .isEqualTo("USER_NOT_FOUND");
        assertThat(Failure.of(() -> send(blocking(user).setUserId("someone"))).fields())
                .containsExactly("user_id");
        assertThat(Failure.of(() -> send(blocking(user).clearReason())).fields())
                .containsExactly("reason");
        assertThat(Failure.of(() -> send(blocking(user).clearRequestId())).fields())
                .containsExactly("request_id");
        assertThat(
                        Failure.of(
                                        () ->
                                                exchange.admin()
                                                        .admin()
                                                        .getUser(
                                                                GetUserRequest.newBuilder()
                                                                        .setUserId(newId())
                                                                        .build()))
                                .reason())
                .isEqualTo("USER_NOT_FOUND");
        assertThat(Failure.of(() -> user.admin().blockUser(blocking(user).build())).reason())
                .isEqualTo("ROLE_MISSING");
        assertThat(find(user).getBlocked()).isFalse();
    }

    @Test
    void users_are_listed_page_by_page_the_last_registered_first() {
        List<String> registered = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            registered.addFirst(exchange.traderWith("0").id().toString());
        }
        ListUsersRequest.Builder request = ListUsersRequest.newBuilder().setPageSize(2);
        List<String> listed = new ArrayList<>();
        while (listed.size() < registered.size()) {
            ListUsersResponse page = exchange.admin().admin().listUsers(request.build());
            page.getUsersList().forEach(user -> listed.add(user.getUserId()));
            request.setPageToken(page.getNextPageToken());
        }
        assertThat(listed).startsWith(registered.toArray(String[]::new));
        assertThat(
                        Failure.of(
                                        () ->
                                                exchange.admin()
                                                        .admin()
                                                        .listUsers(
                                                                request.setOnlyBlocked(true)
                                                                        .build()))
                                .fields())
                .containsExactly("page_token");
    }

    @Test
    void the_blocked_ones_are_listed_by_themselves() {
        Person blocked = exchange.traderWith("0");
        block(blocked, false);
        Person free = exchange.traderWith("0");

        assertThat(
                        exchange.admin()
                                .admin()
                                .listUsers(
                                        ListUsersRequest.newBuilder()
                                                .setOnlyBlocked(true)
                                                .setPageSize(500)
                                                .build())
                                .getUsersList())
                .allMatch(User::getBlocked)
                .extracting(User::getUserId)
                .contains(blocked.id().toString())
                .doesNotContain(free.id().toString());
    }

    private static BlockUserResponse block(Person user, boolean sellsToo) {
        return send(blocking(user).setSellsToo(sellsToo));
    }

    private static BlockUserResponse send(BlockUserRequest.Builder request) {
        return exchange.admin().admin().blockUser(request.build());
    }

    private static BlockUserRequest.Builder blocking(Person user) {
        return BlockUserRequest.newBuilder()
                .setRequestId(newId())
                .setUserId(user.id().toString())
                .setReason("asked by the court");
    }

    private static User find(Person user) {
        return exchange.admin()
                .admin()
                .getUser(GetUserRequest.newBuilder().setUserId(user.id().toString()).build())
                .getUser();
    }

    private static String buy(Person user, String usdc) {
        return user.trades()
                .buy(
                        BuyRequest.newBuilder()
                                .setRequestId(newId())
                                .setAssetId(asset)
                                .setExactIn(
                                        BuyExactIn.newBuilder()
                                                .setUsdcIn(usdc)
                                                .setMinSharesOut("0"))
                                .build())
                .getReceipt()
                .getTrade()
                .getTradeId();
    }

    private static String sell(Person user, String shares) {
        return user.trades()
                .sell(
                        SellRequest.newBuilder()
                                .setRequestId(newId())
                                .setAssetId(asset)
                                .setExactIn(
                                        SellExactIn.newBuilder()
                                                .setSharesIn(shares)
                                                .setMinUsdcOut("0"))
                                .build())
                .getReceipt()
                .getTrade()
                .getTradeId();
    }

    private static void contribute(Person user, String to) {
        user.funding()
                .contribute(
                        ContributeRequest.newBuilder()
                                .setRequestId(newId())
                                .setAssetId(to)
                                .setAmount("50")
                                .build());
    }
}
