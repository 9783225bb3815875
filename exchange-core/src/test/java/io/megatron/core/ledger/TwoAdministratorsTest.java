package io.megatron.core.ledger;

import static io.megatron.core.testing.Exchange.accepted;
import static io.megatron.core.testing.Exchange.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.accounts.CreditingAccounts;
import io.megatron.core.accounts.CreditingAccounts.Credited;
import io.megatron.core.accounts.GrantingRoles;
import io.megatron.core.accounts.ReadingRoles;
import io.megatron.core.operations.ReadingAudit;
import io.megatron.core.testing.Attempt;
import io.megatron.core.testing.Exchange;
import io.megatron.core.testing.SettableClock;
import io.megatron.core.testing.TestDatabase;
import io.megatron.core.testing.TestDatabases;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.accounts.GrantedRole;
import io.megatron.mapper.accounts.RolesOfUser;
import io.megatron.mapper.audit.ActionStatus;
import io.megatron.mapper.audit.AuditEntry;
import io.megatron.mapper.audit.PendingAction;
import io.megatron.mapper.ids.ActionId;
import io.megatron.mapper.ids.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one administrator asks for and another confirms. */
class TwoAdministratorsTest {
    private static final Instant START = Instant.parse("2030-01-01T00:00:00.123456Z");
    private static final Duration DAY = Duration.ofDays(1);
    private static final UUID ANN = UUID.randomUUID();
    private static final UUID BOB = UUID.randomUUID();

    private final SettableClock realTime = SettableClock.at(START);
    private final TestDatabase database = TestDatabases.fresh("two");
    private final Exchange exchange = Exchange.on(database, realTime);
    private final Exchange otherNode = Exchange.on(database, realTime);
    private UserId user;

    @BeforeEach
    void open() {
        user = exchange.traderWith("0");
        exchange.grant(Optional.empty(), "5000");
    }

    @AfterEach
    void close() {
        exchange.reconciles();
        otherNode.close();
        exchange.close();
    }

    @Test
    void up_to_the_threshold_one_administrator_is_enough() {
        assertThat(accepted(adjust(ANN, "1000")).done()).isPresent();
        assertThat(exchange.cash(user)).isEqualTo("1000");
        assertThat(waiting()).isEmpty();
    }

    @Test
    void above_it_nothing_happens_until_another_one_confirms_on_whatever_node() {
        PendingAction asked = accepted(adjust(ANN, "1000.000001")).waiting().orElseThrow();

        assertThat(exchange.cash(user)).isEqualTo("0");
        assertThat(asked.proposer()).isEqualTo(ANN);
        assertThat(asked.expiresAt()).isEqualTo(START.plus(DAY));
        assertThat(waiting()).containsExactly(asked);

        PendingAction confirmed = accepted(confirm(otherNode, BOB, asked.id()));

        assertThat(confirmed.status()).isEqualTo(ActionStatus.CONFIRMED);
        assertThat(confirmed.decidedBy()).isEqualTo(BOB);
        assertThat(exchange.cash(user)).isEqualTo("1000.000001");
        assertThat(waiting()).isEmpty();
        assertThat(exchange.use(TwoAdministrators.class).find(asked.id())).contains(confirmed);
    }

    @Test
    void whoever_asked_cannot_confirm_and_the_database_would_not_let_them() {
        PendingAction asked = accepted(adjust(ANN, "2000")).waiting().orElseThrow();

        assertThat(refused(confirm(exchange, ANN, asked.id()))).isEqualTo(Rejection.OWN_ACTION);
        assertThatThrownBy(
                        () ->
                                database.execute(
                                        "begin isolation level serializable; update pending_actions"
                                                + " set status = 'CONFIRMED', decided_by ="
                                                + " proposer, decided_at = proposed_at where id = '"
                                                + asked.id()
                                                + "'; commit"))
                .rootCause()
                .hasMessageContaining("pending_actions_check");
        assertThat(exchange.cash(user)).isEqualTo("0");
        assertThat(waiting()).containsExactly(asked);
    }

    @Test
    void it_takes_effect_once_however_many_confirm_at_the_same_time() {
        PendingAction asked = accepted(adjust(ANN, "2000")).waiting().orElseThrow();
        List<Callable<Outcome<PendingAction>>> calls = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            UUID administrator = i == 0 ? BOB : UUID.randomUUID();
            calls.add(() -> confirm(exchange, administrator, asked.id()));
        }

        List<Attempt<Outcome<PendingAction>>> attempts = exchange.inOneBatch(calls);

        assertThat(attempts)
                .filteredOn(attempt -> attempt.value() instanceof Outcome.Accepted<PendingAction>)
                .hasSize(1);
        assertThat(exchange.cash(user)).isEqualTo("2000");
        assertThat(refused(confirm(exchange, BOB, asked.id()))).isEqualTo(Rejection.ACTION_CLOSED);
    }

    @Test
    void a_confirmation_sent_again_answers_the_same() {
        PendingAction asked = accepted(adjust(ANN, "2000")).waiting().orElseThrow();
        Call call = call(BOB, "ConfirmAction", Map.of("action_id", asked.id().toString()));
        PendingAction first = accepted(confirm(exchange, call, asked.id()));

        Outcome<PendingAction> again = confirm(otherNode, call, asked.id());

        assertThat(again).isEqualTo(new Outcome.Accepted<>(first, true));
        assertThat(exchange.cash(user)).isEqualTo("2000");
    }

    @Test
    void the_first_call_sent_again_tells_what_became_of_it() {
        Call call = adjusting(ANN, "2000");
        PendingAction asked = accepted(adjust(call, "2000")).waiting().orElseThrow();
        assertThat(accepted(adjust(call, "2000")).waiting()).contains(asked);

        PendingAction confirmed = accepted(confirm(exchange, BOB, asked.id()));

        assertThat(adjust(call, "2000"))
                .isEqualTo(new Outcome.Accepted<>(new Acted.Waits<>(confirmed), true));
        assertThat(exchange.cash(user)).isEqualTo("2000");
        assertThat(waiting()).isEmpty();
    }

    @Test
    void what_would_be_refused_is_refused_at_once_and_nothing_waits() {
        assertThat(refused(adjust(ANN, "5000.000001"))).isEqualTo(Rejection.INSUFFICIENT_FUNDS);
        assertThat(waiting()).isEmpty();
        assertThat(audited()).isEmpty();
    }

    @Test
    void what_is_refused_by_then_says_why_and_can_be_confirmed_once_it_is_not() {
        PendingAction first = accepted(adjust(ANN, "3000")).waiting().orElseThrow();
        PendingAction second = accepted(adjust(ANN, "3000")).waiting().orElseThrow();
        accepted(confirm(exchange, BOB, first.id()));

        assertThat(refused(confirm(exchange, BOB, second.id())))
                .isEqualTo(Rejection.INSUFFICIENT_FUNDS);
        assertThat(waiting()).containsExactly(second);
        exchange.grant(Optional.empty(), "1000");
        accepted(confirm(exchange, BOB, second.id()));

        assertThat(exchange.cash(user)).isEqualTo("6000");
    }

    @Test
    void after_its_time_nobody_confirms_and_nobody_is_shown_it() {
        PendingAction asked = accepted(adjust(ANN, "2000")).waiting().orElseThrow();
        realTime.set(START.plus(DAY).minusNanos(1_000));
        assertThat(waiting()).containsExactly(asked);

        realTime.set(START.plus(DAY));

        assertThat(waiting()).isEmpty();
        assertThat(refused(confirm(exchange, BOB, asked.id()))).isEqualTo(Rejection.ACTION_CLOSED);
        assertThat(refused(reject(BOB, asked.id()))).isEqualTo(Rejection.ACTION_CLOSED);
        assertThat(exchange.cash(user)).isEqualTo("0");
    }

    @Test
    void what_was_rejected_never_takes_effect_and_whoever_asked_may_reject_it_too() {
        PendingAction one = accepted(adjust(ANN, "2000")).waiting().orElseThrow();
        PendingAction other = accepted(adjust(ANN, "3000")).waiting().orElseThrow();

        assertThat(accepted(reject(BOB, one.id())).status()).isEqualTo(ActionStatus.REJECTED);
        assertThat(accepted(reject(ANN, other.id())).decidedBy()).isEqualTo(ANN);

        assertThat(refused(confirm(exchange, BOB, one.id()))).isEqualTo(Rejection.ACTION_CLOSED);
        assertThat(refused(confirm(exchange, BOB, other.id()))).isEqualTo(Rejection.ACTION_CLOSED);
        assertThat(refused(confirm(exchange, BOB, ActionId.of(UUID.randomUUID()))))
                .isEqualTo(Rejection.ACTION_NOT_FOUND);
        assertThat(exchange.cash(user)).isEqualTo("0");
    }

    @Test
    void both_names_are_in_the_record_beside_what_changed() {
        PendingAction asked = accepted(adjust(ANN, "2000")).waiting().orElseThrow();
        realTime.set(START.plusSeconds(1));
        accepted(confirm(exchange, BOB, asked.id()));
        realTime.set(START.plusSeconds(2));
        PendingAction refusedOne = accepted(adjust(ANN, "2500")).waiting().orElseThrow();
        realTime.set(START.plusSeconds(3));
        accepted(reject(BOB, refusedOne.id()));

        List<AuditEntry> entries = audited();

        assertThat(entries)
                .extracting(AuditEntry::action)
                .containsExactly(
                        "RejectAction", "PostAdjustment", "ConfirmAction", "PostAdjustment");
        AuditEntry confirmation = entries.get(2);
        assertThat(confirmation.actor()).isEqualTo(BOB);
        assertThat(confirmation.proposedBy()).isEqualTo(ANN);
        assertThat(confirmation.reason()).isEqualTo("an apology");
        assertThat(confirmation.details())
                .contains("PostAdjustment", "2000", asked.id().toString());
        assertThat(exchange.use(ReadingAudit.class).changes(confirmation))
                .anySatisfy(
                        change -> {
                            assertThat(change.field()).isEqualTo("balance");
                            assertThat(change.after()).isEqualTo("2000");
                        })
                .anySatisfy(
                        change -> {
                            assertThat(change.table()).isEqualTo("pending_actions");
                            assertThat(change.after()).isEqualTo(BOB.toString());
                        });
        AuditEntry rejection = entries.getFirst();
        assertThat(rejection.proposedBy()).isEqualTo(ANN);
        assertThat(rejection.reason()).isEqualTo("not now");
        AuditEntry proposal = entries.getLast();
        assertThat(proposal.actor()).isEqualTo(ANN);
        assertThat(proposal.proposedBy()).isNull();
    }

    @Test
    void administrators_and_operators_are_made_by_two_and_oracles_by_one() {
        for (GrantedRole role : List.of(GrantedRole.ADMIN, GrantedRole.OPS)) {
            PendingAction asked = accepted(grant(ANN, role)).waiting().orElseThrow();
            assertThat(held()).doesNotContain(role);
            accepted(confirm(exchange, BOB, asked.id()));
            assertThat(held()).contains(role);
        }
        assertThat(accepted(grant(ANN, GrantedRole.ORACLE)).done())
                .contains(new RolesOfUser(user, true, true, true));

        PendingAction end = accepted(revoke(BOB, GrantedRole.ADMIN)).waiting().orElseThrow();
        assertThat(held()).contains(GrantedRole.ADMIN);
        accepted(confirm(exchange, ANN, end.id()));
        assertThat(accepted(revoke(BOB, GrantedRole.ORACLE)).done()).isPresent();

        assertThat(held()).containsExactly(GrantedRole.OPS);
    }

    @Test
    void nobody_is_made_what_they_are_who_is_not_registered() {
        UserId stranger = UserId.of(UUID.randomUUID());
        Call call = call(ANN, "GrantRole", Map.of("user_id", stranger.toString(), "role", "admin"));

        assertThat(
                        refused(
                                exchange.use(GrantingRoles.class)
                                        .grant(call, stranger, GrantedRole.ADMIN, Deadline.none())))
                .isEqualTo(Rejection.USER_NOT_FOUND);
    }

    private Outcome<Acted<Credited>> adjust(UUID administrator, String usdc) {
        return adjust(adjusting(administrator, usdc), usdc);
    }

    private Outcome<Acted<Credited>> adjust(Call call, String usdc) {
        return exchange.use(CreditingAccounts.class)
                .adjust(call, user, Usdc.parse(usdc), "an apology", Deadline.none());
    }

    private Call adjusting(UUID administrator, String usdc) {
        return call(
                administrator,
                "PostAdjustment",
                Map.of("user_id", user.toString(), "amount", usdc, "reason", "an apology"));
    }

    private Outcome<Acted<RolesOfUser>> grant(UUID administrator, GrantedRole role) {
        return exchange.use(GrantingRoles.class)
                .grant(changing(administrator, "GrantRole", role), user, role, Deadline.none());
    }

    private Outcome<Acted<RolesOfUser>> revoke(UUID administrator, GrantedRole role) {
        return exchange.use(GrantingRoles.class)
                .revoke(changing(administrator, "RevokeRole", role), user, role, Deadline.none());
    }

    private Call changing(UUID administrator, String method, GrantedRole role) {
        return call(
                administrator,
                method,
                Map.of("user_id", user.toString(), "role", role.word(), "reason", "a new job"));
    }

    private Iterable<GrantedRole> held() {
        return otherNode.use(ReadingRoles.class).of(user);
    }

    private static Outcome<PendingAction> confirm(Exchange node, UUID administrator, ActionId id) {
        return confirm(
                node, call(administrator, "ConfirmAction", Map.of("action_id", id.toString())), id);
    }

    private static Outcome<PendingAction> confirm(Exchange node, Call call, ActionId id) {
        return node.use(TwoAdministrators.class).confirm(call, id, Deadline.none());
    }

    private Outcome<PendingAction> reject(UUID administrator, ActionId id) {
        return exchange.use(TwoAdministrators.class)
                .reject(
                        call(
                                administrator,
                                "RejectAction",
                                Map.of("action_id", id.toString(), "reason", "not now")),
                        id,
                        Deadline.none());
    }

    private static Call call(UUID administrator, String method, Map<String, String> payload) {
        return Call.of(
                        administrator,
                        UUID.randomUUID(),
                        "megatron.operations.v1.AdminService/" + method,
                        payload)
                .byStaff();
    }

    private List<PendingAction> waiting() {
        return exchange.use(TwoAdministrators.class).page(true, Optional.empty(), 100);
    }

    /** About the user, newest first. */
    private List<AuditEntry> audited() {
        return exchange.use(ReadingAudit.class)
                .page(
                        new ReadingAudit.Filter(
                                Optional.empty(), Optional.of(user.toString()), Optional.empty()),
                        Optional.empty(),
                        100);
    }
}
