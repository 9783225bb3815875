package io.megatron.server.operations;

import io.megatron.core.Outcome;
import io.megatron.core.Refusal;
import io.megatron.core.TimeOrderedIds;
import io.megatron.core.accounts.GrantingRoles;
import io.megatron.core.accounts.RegisteringUsers;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Deadline;
import io.megatron.mapper.accounts.RolesOfUser;
import io.megatron.mapper.accounts.User;
import io.megatron.mapper.ids.UserId;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ApplicationContext;

/**
 * Makes an administrator without the API, since that takes two administrators: the first one of an
 * installation, and the second. Runs instead of a server, on the database the server is configured
 * for, and may do so while the server runs: like everything else these are commands in the book,
 * and audited. Whoever has that database's passwords could do worse.
 */
public final class CreatingAdministrator {
    private static final String METHOD = "scripts/admin create";

    private CreatingAdministrator() {}

    /**
     * Creates an administrator and tells its id.
     *
     * @param user the id to register; a new one when absent
     * @return the exit status: 0 when the user is an administrator now, 1 otherwise
     */
    public static int run(Optional<UUID> user, String... arguments) {
        return BesideTheServer.run(context -> create(context, user), arguments);
    }

    private static int create(ApplicationContext context, Optional<UUID> user) {
        UserId id =
                UserId.of(
                        user.orElseGet(
                                () ->
                                        context.getBean(TimeOrderedIds.class)
                                                .at(context.getBean(Clock.class).instant())));
        return tell(
                id,
                context.getBean(RegisteringUsers.class).register(call(id), id, Deadline.none()),
                context.getBean(GrantingRoles.class)
                        .makeAdministrator(call(id), id, Deadline.none()));
    }

    private static Call call(UserId id) {
        return Call.of(id.value(), UUID.randomUUID(), METHOD, Map.of("user_id", id.toString()))
                .byStaff();
    }

    private static int tell(UserId id, Outcome<User> registered, Outcome<RolesOfUser> granted) {
        return switch (granted) {
            case Outcome.Accepted<RolesOfUser> _ -> {
                System.out.printf(
                        "%s %s, who is an administrator now; another issuer of tokens has to be"
                                + " told as well%n",
                        registered instanceof Outcome.Accepted<User>
                                ? "registered"
                                : "registered before:",
                        id);
                yield 0;
            }
            case Outcome.Refused<RolesOfUser>(Refusal refusal) -> {
                System.err.println(refusal.code() + ": " + refusal.message());
                yield 1;
            }
        };
    }
}
