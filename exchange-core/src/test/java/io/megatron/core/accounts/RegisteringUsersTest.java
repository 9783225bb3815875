package io.megatron.core.accounts;

import static io.megatron.core.testing.Exchange.accepted;
import static io.megatron.core.testing.Exchange.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Deadline;
import io.megatron.core.testing.Attempt;
import io.megatron.core.testing.Callers;
import io.megatron.core.testing.Exchange;
import io.megatron.mapper.accounts.User;
import io.megatron.mapper.ids.UserId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may hold money and trade. */
class RegisteringUsersTest {
    private static Exchange exchange;

    @BeforeAll
    static void open() {
        exchange = Exchange.fresh();
    }

    @AfterAll
    static void close() {
        exchange.close();
    }

    @AfterEach
    void reconciles() {
        exchange.reconciles();
        assertThat(exchange.aborts()).isZero();
    }

    private static Outcome<User> register(Call call, UserId id) {
        return exchange.use(RegisteringUsers.class).register(call, id, Deadline.none());
    }

    @Test
    void a_new_user_holds_nothing_and_is_not_blocked() {
        UserId id = UserId.of(UUID.randomUUID());

        User user = accepted(register(Exchange.adminCall("register"), id));

        assertThat(user.id()).isEqualTo(id);
        assertThat(user.blocked()).isFalse();
        assertThat(user.sellsBlocked()).isFalse();
        assertThat(exchange.cash(id)).isEqualTo("0");
        assertThat(exchange.use(Users.class).load(Set.of(id))).containsValue(user);
    }

    @Test
    void nobody_is_registered_twice() {
        UserId id = exchange.traderWith("5");
        Map<String, String> before = exchange.database().contents();

        assertThat(refused(register(Exchange.adminCall("register"), id)))
                .isEqualTo(Rejection.USER_ALREADY_EXISTS);
        assertThat(exchange.database().contents()).isEqualTo(before);
    }

    @Test
    void of_many_who_register_the_same_at_once_one_is_accepted() {
        UserId id = UserId.of(UUID.randomUUID());

        List<Attempt<Outcome<User>>> attempts =
                Callers.atOnce(16, i -> register(Exchange.adminCall("register"), id));

        assertThat(attempts)
                .filteredOn(attempt -> attempt.value() instanceof Outcome.Accepted)
                .hasSize(1);
        assertThat(exchange.database().count("users where id = '" + id + "'")).isEqualTo(1);
    }

    @Test
    void a_repeated_registration_answers_the_first() {
        UserId id = UserId.of(UUID.randomUUID());
        Call call = Exchange.adminCall("register");
        User user = accepted(register(call, id));
        exchange.database().correct("update users set blocked = true where id = '" + id + "'");

        assertThat(register(call, id)).isEqualTo(new Outcome.Accepted<>(user, true));
    }
}
