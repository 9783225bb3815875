package io.megatron.server.operations;

import static io.megatron.server.RunningExchange.newId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.megatron.identity.v1.GetMeRequest;
import io.megatron.identity.v1.IdentityServiceGrpc;
import io.megatron.identity.v1.IdentityServiceGrpc.IdentityServiceBlockingStub;
import io.megatron.identity.v1.RefreshRequest;
import io.megatron.identity.v1.SignInRequest;
import io.megatron.identity.v1.SignUpRequest;
import io.megatron.identity.v1.Tokens;
import io.megatron.identity.v1.VerifyEmailRequest;
import io.megatron.operations.v1.AuditEntry;
import io.megatron.operations.v1.ConfirmActionRequest;
import io.megatron.operations.v1.ConfirmActionResponse;
import io.megatron.operations.v1.GetUserRequest;
import io.megatron.operations.v1.GrantRoleRequest;
import io.megatron.operations.v1.GrantRoleResponse;
import io.megatron.operations.v1.GrantTestFundsRequest;
import io.megatron.operations.v1.ListAuditEntriesRequest;
import io.megatron.operations.v1.ListPendingActionsRequest;
import io.megatron.operations.v1.ListPendingActionsResponse;
import io.megatron.operations.v1.ListUsersRequest;
import io.megatron.operations.v1.PendingAction;
import io.megatron.operations.v1.PendingActionStatus;
import io.megatron.operations.v1.PostAdjustmentRequest;
import io.megatron.operations.v1.PostAdjustmentResponse;
import io.megatron.operations.v1.RejectActionRequest;
import io.megatron.operations.v1.RevokeRoleRequest;
import io.megatron.operations.v1.RevokeRoleResponse;
import io.megatron.operations.v1.TreasuryRecipient;
import io.megatron.options.v1.Role;
import io.megatron.pricing.v1.StreamPricesRequest;
import io.megatron.server.Failure;
import io.megatron.server.RunningExchange;
import io.megatron.server.RunningExchange.Person;
import io.megatron.server.TokenForge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Roles are granted and taken back by two administrators, on all nodes at once. */
class RolesTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration A_SECOND = Duration.ofSeconds(1);
    private static final String PASSWORD = "correct horse battery";

    @TempDir private static Path folder;

    private static RunningExchange exchange;
    private static RunningExchange otherNode;

    @BeforeAll
    static void start() throws IOException {
        exchange = RunningExchange.start(folder);
        otherNode = exchange.anotherNode();
    }

    @AfterAll
    static void stop() {
        otherNode.close();
        exchange.closeReconciled();
    }

    @Test
    void a_role_that_two_have_granted_is_in_the_next_token_and_counts_on_every_node() {
        Tokens before = member();
        UUID user = UUID.fromString(before.getUserId());

        PendingAction asked = grant(user, Role.ROLE_ADMIN).getPending();
        assertThat(asked.getStatus()).isEqualTo(PendingActionStatus.PENDING_ACTION_STATUS_WAITING);
        assertThat(asked.getAction()).isEqualTo("GrantRole");
        assertThat(asked.getDetailsMap()).containsEntry("role", "admin");
        assertThat(asked.getReason()).isEqualTo("joins the team");
        assertThat(roles(user)).isEmpty();
        confirm(otherNode.secondAdmin(), asked);

        assertThat(roles(user)).containsExactly(Role.ROLE_ADMIN);
        Tokens after = refresh(before);
        for (RunningExchange node : List.of(exchange, otherNode)) {
            await().atMost(A_SECOND).until(() -> lists(node, after).equals("OK"));
            assertThat(lists(node, before)).as("what the old token says").isEqualTo("ROLE_MISSING");
        }
        assertThat(me(exchange, after)).containsExactly("user", "admin");
    }

    @Test
    void a_role_that_was_taken_back_is_refused_within_a_second_on_every_node() {
        Tokens tokens = administrator();
        UUID user = UUID.fromString(tokens.getUserId());
        for (RunningExchange node : List.of(exchange, otherNode)) {
            await().atMost(A_SECOND).until(() -> lists(node, tokens).equals("OK"));
        }
        CompletableFuture<String> here = stream(exchange, tokens);
        CompletableFuture<String> there = stream(otherNode, tokens);

        confirm(exchange.secondAdmin(), revoke(user, Role.ROLE_ADMIN).getPending());

        for (RunningExchange node : List.of(exchange, otherNode)) {
            await().atMost(A_SECOND).until(() -> lists(node, tokens).equals("ROLE_MISSING"));
            assertThat(me(node, tokens)).as("the session goes on").containsExactly("user");
        }
        await().atMost(A_SECOND).until(() -> here.isDone() && there.isDone());
        assertThat(here.join()).isEqualTo("ROLE_MISSING");
        assertThat(there.join()).isEqualTo("ROLE_MISSING");
        assertThat(lists(exchange, refresh(tokens))).isEqualTo("ROLE_MISSING");
    }

    @Test
    void who_has_no_role_to_lose_keeps_their_streams() {
        Tokens user = member();
        CompletableFuture<String> prices = stream(exchange, user);
        grantOracle(UUID.fromString(user.getUserId()));

        await().during(A_SECOND).until(() -> !prices.isDone());
    }

    @Test
    void an_oracle_takes_one_administrator() {
        UUID user = UUID.fromString(member().getUserId());

        GrantRoleResponse granted = grantOracle(user);

        assertThat(granted.hasPending()).isFalse();
        assertThat(granted.getRolesList()).containsExactly(Role.ROLE_ORACLE);
        RevokeRoleResponse revoked = revoke(user, Role.ROLE_ORACLE);
        assertThat(revoked.hasPending()).isFalse();
        assertThat(revoked.getRolesList()).isEmpty();
    }

    @Test
    void a_token_of_ours_carries_no_role_that_nobody_granted_and_one_of_another_issuer_does()
            throws IOException {
        UUID somebody = UUID.randomUUID();
        String token =
                exchange.forge()
                        .token(
                                c ->
                                        c.subject(somebody.toString())
                                                .claim("roles", List.of("user", "admin"))
                                                .claim("sid", newId()));
        assertThat(outcome(() -> exchange.with(somebody, token).admin().listUsers(ALL)))
                .isEqualTo("ROLE_MISSING");

        Path home = Files.createDirectory(folder.resolve("elsewhere"));
        var keys = TokenForge.newKeys();
        Path key = Files.writeString(home.resolve("issuer.pem"), TokenForge.publicKeyPem(keys));
        try (RunningExchange elsewhere =
                RunningExchange.start(
                        home,
                        Map.of(
                                "MEGATRON_JWT_PRIVATE_KEY_FILE",
                                "",
                                "MEGATRON_JWT_PUBLIC_KEY_FILE",
                                key.toString()))) {
            String theirs =
                    new TokenForge(keys)
                            .token(
                                    c ->
                                            c.subject(somebody.toString())
                                                    .claim("roles", List.of("admin"))
                                                    .claim("sid", newId()));
            assertThat(outcome(() -> elsewhere.with(somebody, theirs).admin().listUsers(ALL)))
                    .isEqualTo("OK");
        }
    }

    @Test
    void the_first_administrators_are_made_beside_the_api_and_take_no_other() {
        Tokens tokens = member();
        UUID first = UUID.fromString(tokens.getUserId());
        UUID unknown = UUID.randomUUID();

        for (UUID user : List.of(first, first, unknown)) {
            assertThat(CreatingAdministrator.run(Optional.of(user), exchange.arguments())).isZero();
            assertThat(roles(user)).containsExactly(Role.ROLE_ADMIN);
        }

        Tokens next = refresh(tokens);
        await().atMost(A_SECOND).until(() -> lists(exchange, next).equals("OK"));
        assertThat(
                        exchange.admin()
                                .admin()
                                .listAuditEntries(
                                        ListAuditEntriesRequest.newBuilder()
                                                .setTarget(first.toString())
                                                .build())
                                .getEntriesList())
                .anySatisfy(
                        entry ->
                                assertThat(entry.getChangesList())
                                        .anySatisfy(
                                                change ->
                                                        assertThat(change.getTable())
                                                                .isEqualTo("granted_roles")));
    }

    @Test
    void an_adjustment_above_the_threshold_waits_with_its_figures_and_pays_once_confirmed() {
        Person user = exchange.traderWith("1");
        exchange.admin()
                .admin()
                .grantTestFunds(
                        GrantTestFundsRequest.newBuilder()
                                .setRequestId(newId())
                                .setTreasury(TreasuryRecipient.getDefaultInstance())
                                .setAmount("5000")
                                .build());
        PostAdjustmentRequest request =
                PostAdjustmentRequest.newBuilder()
                        .setRequestId(newId())
                        .setUserId(user.id().toString())
                        .setAmount("1500")
                        .setReason("an apology")
                        .build();

        PostAdjustmentResponse asked = exchange.admin().admin().postAdjustment(request);

        assertThat(asked.getLedgerSequence()).isZero();
        assertThat(asked.getPending().getDetailsMap()).containsEntry("amount", "1500");
        assertThat(
                        Duration.ofSeconds(
                                asked.getPending().getExpiresAt().getSeconds()
                                        - asked.getPending().getProposedAt().getSeconds()))
                .isEqualTo(Duration.ofDays(1));
        assertThat(pending(false)).contains(asked.getPending());
        assertThat(Failure.of(() -> confirm(exchange.admin(), asked.getPending())))
                .satisfies(
                        own -> {
                            assertThat(own.reason()).isEqualTo("OWN_ACTION");
                            assertThat(own.code()).isEqualTo(Status.Code.PERMISSION_DENIED);
                        });

        PendingAction confirmed = confirm(exchange.secondAdmin(), asked.getPending()).getAction();

        assertThat(confirmed.getStatus())
                .isEqualTo(PendingActionStatus.PENDING_ACTION_STATUS_CONFIRMED);
        assertThat(confirmed.getDecidedBy()).isEqualTo(exchange.secondAdmin().id().toString());
        AuditEntry entry =
                exchange.admin()
                        .admin()
                        .listAuditEntries(
                                ListAuditEntriesRequest.newBuilder()
                                        .setTarget(user.id().toString())
                                        .setAction("ConfirmAction")
                                        .build())
                        .getEntries(0);
        assertThat(entry.getActorId()).isEqualTo(exchange.secondAdmin().id().toString());
        assertThat(entry.getProposedBy()).isEqualTo(exchange.admin().id().toString());
        assertThat(entry.getReason()).isEqualTo("an apology");
        PostAdjustmentResponse again = exchange.admin().admin().postAdjustment(request);
        assertThat(again.getReplayed()).isTrue();
        assertThat(again.getPending()).isEqualTo(confirmed);
        assertThat(Failure.of(() -> confirm(exchange.secondAdmin(), confirmed)).reason())
                .isEqualTo("ACTION_CLOSED");
        assertThat(pending(false)).doesNotContain(confirmed);
        assertThat(pending(true)).contains(confirmed);
    }

    @Test
    void what_cannot_be_read_is_told_with_the_field_and_nothing_waits() {
        UUID user = UUID.fromString(member().getUserId());
        GrantRoleRequest.Builder good =
                GrantRoleRequest.newBuilder()
                        .setRequestId(newId())
                        .setUserId(user.toString())
                        .setRole(Role.ROLE_ADMIN)
                        .setReason("a test");
        int before = pending(true).size();

        assertThat(fields(() -> grant(good.clone().setRole(Role.ROLE_USER))))
                .containsExactly("role");
        assertThat(fields(() -> grant(good.clone().setRole(Role.ROLE_ANYBODY))))
                .containsExactly("role");
        assertThat(fields(() -> grant(good.clone().clearRole()))).containsExactly("role");
        assertThat(fields(() -> grant(good.clone().setRoleValue(99)))).containsExactly("role");
        assertThat(fields(() -> grant(good.clone().clearReason()))).containsExactly("reason");
        assertThat(fields(() -> grant(good.clone().setUserId("x")))).containsExactly("user_id");
        assertThat(Failure.of(() -> grant(good.clone().setUserId(newId()))).reason())
                .isEqualTo("USER_NOT_FOUND");
        assertThat(
                        fields(
                                () ->
                                        exchange.admin()
                                                .admin()
                                                .confirmAction(
                                                        ConfirmActionRequest.newBuilder()
                                                                .setRequestId(newId())
                                                                .setActionId("x")
                                                                .build())))
                .containsExactly("action_id");
        assertThat(
                        fields(
                                () ->
                                        exchange.admin()
                                                .admin()
                                                .rejectAction(
                                                        RejectActionRequest.newBuilder()
                                                                .setRequestId(newId())
                                                                .setActionId(newId())
                                                                .build())))
                .containsExactly("reason");

        assertThat(pending(true)).hasSize(before);
    }

    @Test
    void what_waits_is_listed_page_by_page_the_last_first() {
        UUID user = UUID.fromString(member().getUserId());
        List<String> asked = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            asked.addFirst(grant(user, Role.ROLE_OPS).getPending().getActionId());
        }
        ListPendingActionsRequest.Builder request =
                ListPendingActionsRequest.newBuilder().setPageSize(2);
        List<String> listed = new ArrayList<>();
        while (listed.size() < asked.size()) {
            ListPendingActionsResponse page =
                    exchange.admin().admin().listPendingActions(request.build());
            page.getActionsList().forEach(action -> listed.add(action.getActionId()));
            request.setPageToken(page.getNextPageToken());
        }
        assertThat(listed).startsWith(asked.toArray(String[]::new));
        for (String id : asked) {
            exchange.admin()
                    .admin()
                    .rejectAction(
                            RejectActionRequest.newBuilder()
                                    .setRequestId(newId())
                                    .setActionId(id)
                                    .setReason("a test")
                                    .build());
        }
        assertThat(pending(false)).noneMatch(action -> asked.contains(action.getActionId()));
    }

    private static final ListUsersRequest ALL = ListUsersRequest.getDefaultInstance();

    /** Somebody who signed up, was made an administrator by two, and has signed in again. */
    private static Tokens administrator() {
        Tokens tokens = member();
        UUID user = UUID.fromString(tokens.getUserId());
        confirm(exchange.secondAdmin(), grant(user, Role.ROLE_ADMIN).getPending());
        return refresh(tokens);
    }

    private static GrantRoleResponse grant(UUID user, Role role) {
        return grant(
                GrantRoleRequest.newBuilder()
                        .setRequestId(newId())
                        .setUserId(user.toString())
                        .setRole(role)
                        .setReason("joins the team"));
    }

    private static GrantRoleResponse grant(GrantRoleRequest.Builder request) {
        return exchange.admin().admin().grantRole(request.build());
    }

    private static GrantRoleResponse grantOracle(UUID user) {
        return grant(user, Role.ROLE_ORACLE);
    }

    private static RevokeRoleResponse revoke(UUID user, Role role) {
        return exchange.admin()
                .admin()
                .revokeRole(
                        RevokeRoleRequest.newBuilder()
                                .setRequestId(newId())
                                .setUserId(user.toString())
                                .setRole(role)
                                .setReason("leaves the team")
                                .build());
    }

    private static ConfirmActionResponse confirm(Person administrator, PendingAction action) {
        return administrator
                .admin()
                .confirmAction(
                        ConfirmActionRequest.newBuilder()
                                .setRequestId(newId())
                                .setActionId(action.getActionId())
                                .build());
    }

    private static List<PendingAction> pending(boolean all) {
        return exchange.admin()
                .admin()
                .listPendingActions(
                        ListPendingActionsRequest.newBuilder().setAll(all).setPageSize(500).build())
                .getActionsList();
    }

    private static List<Role> roles(UUID user) {
        return exchange.admin()
                .admin()
                .getUser(GetUserRequest.newBuilder().setUserId(user.toString()).build())
                .getRolesList();
    }

    private static List<String> me(RunningExchange node, Tokens tokens) {
        return IdentityServiceGrpc.newBlockingStub(as(node, tokens).channel())
                .getMe(GetMeRequest.getDefaultInstance())
                .getRolesList();
    }

    private static String lists(RunningExchange node, Tokens tokens) {
        return outcome(() -> as(node, tokens).admin().listUsers(ALL));
    }

    private static Person as(RunningExchange node, Tokens tokens) {
        return node.with(UUID.fromString(tokens.getUserId()), tokens.getAccessToken());
    }

    /** Ends with the reason that a stream of prices ended for. */
    private static CompletableFuture<String> stream(RunningExchange node, Tokens tokens) {
        var prices =
                as(node, tokens)
                        .prices()
                        .streamPrices(
                                StreamPricesRequest.newBuilder()
                                        .addAssetIds(exchange.asset("1", "0"))
                                        .build());
        prices.next();
        return CompletableFuture.supplyAsync(
                () -> outcome(() -> prices.forEachRemaining(price -> {})));
    }

    private static List<String> fields(Runnable call) {
        return Failure.of(call::run).fields();
    }

    private static String outcome(Runnable call) {
        try {
            call.run();
            return "OK";
        } catch (StatusRuntimeException refused) {
            return Failure.of(
                            () -> {
                                throw refused;
                            })
                    .reason();
        }
    }

    /** Somebody who has just signed up and in. */
    private static Tokens member() {
        String email = UUID.randomUUID() + "@example.com";
        anybody().signUp(SignUpRequest.newBuilder().setEmail(email).setPassword(PASSWORD).build());
        String code = await().atMost(SOON).until(() -> code(email), Objects::nonNull);
        anybody().verifyEmail(VerifyEmailRequest.newBuilder().setCode(code).build());
        return anybody()
                .signIn(SignInRequest.newBuilder().setEmail(email).setPassword(PASSWORD).build())
                .getTokens();
    }

    private static Tokens refresh(Tokens tokens) {
        return anybody()
                .refresh(
                        RefreshRequest.newBuilder()
                                .setRequestId(newId())
                                .setRefreshToken(tokens.getRefreshToken())
                                .build())
                .getTokens();
    }

    private static IdentityServiceBlockingStub anybody() {
        return IdentityServiceGrpc.newBlockingStub(exchange.channel());
    }

    private static @Nullable String code(String email) throws IOException {
        Path mail = folder.resolve("mail");
        if (!Files.exists(mail)) {
            return null;
        }
        try (Stream<Path> files = Files.list(mail)) {
            Optional<Path> letter =
                    files.filter(file -> file.getFileName().toString().startsWith(email))
                            .findFirst();
            return letter.isEmpty()
                    ? null
                    : Files.readString(letter.get())
                            .lines()
                            .filter(line -> line.matches("[A-Za-z0-9_-]{43}"))
                            .findAny()
                            .orElseThrow();
        }
    }
}
