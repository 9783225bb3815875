package io.megatron.core.accounts;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.accounts.internal.ChangeRoleCommand;
import io.megatron.core.accounts.internal.GrantedRoles;
import io.megatron.core.ledger.Acted;
import io.megatron.core.ledger.Book;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Deadline;
import io.megatron.core.ledger.Submitting;
import io.megatron.core.ledger.TwoAdministrators;
import io.megatron.mapper.accounts.GrantedRole;
import io.megatron.mapper.accounts.RolesOfUser;
import io.megatron.mapper.ids.UserId;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Who may do what beyond what every user may. Tokens that this installation issues carry it, and
 * every node compares them with it. Who looks after people or money is decided by two
 * administrators; the last one stays, since whoever confirms is one.
 */
@Component
public class GrantingRoles {
    private static final Set<GrantedRole> TAKE_TWO = Set.of(GrantedRole.ADMIN, GrantedRole.OPS);

    private final Book book;
    private final TwoAdministrators two;
    private final Users users;
    private final GrantedRoles roles;

    GrantingRoles(Book book, TwoAdministrators two, Users users, GrantedRoles roles) {
        this.book = book;
        this.two = two;
        this.users = users;
        this.roles = roles;
    }

    /**
     * Grants a role. To grant what is held already changes nothing.
     *
     * @return what the user holds then, or {@link Rejection#USER_NOT_FOUND}, {@link
     *     Rejection#REQUEST_ID_REUSED}
     */
    public Outcome<Acted<RolesOfUser>> grant(
            Call call, UserId user, GrantedRole role, Deadline deadline) {
        return two.act(
                command(call, user, role, true),
                TAKE_TWO.contains(role),
                Submitting.TO_TAKE_EFFECT,
                deadline);
    }

    /**
     * Takes a role back. To take what is not held changes nothing.
     *
     * @return as {@link #grant} does
     */
    public Outcome<Acted<RolesOfUser>> revoke(
            Call call, UserId user, GrantedRole role, Deadline deadline) {
        return two.act(
                command(call, user, role, false),
                TAKE_TWO.contains(role),
                Submitting.TO_TAKE_EFFECT,
                deadline);
    }

    /**
     * Makes an administrator without another one: for whoever has the database itself, and nobody
     * who calls.
     *
     * @return as {@link #grant} does
     */
    public Outcome<RolesOfUser> makeAdministrator(Call call, UserId user, Deadline deadline) {
        return book.write(command(call, user, GrantedRole.ADMIN, true), deadline);
    }

    /** A grant or its end again, from the call that asked for it. */
    ChangeRoleCommand command(Call call, boolean held) {
        return command(
                call,
                UserId.of(UUID.fromString(call.field("user_id"))),
                role(call.field("role")),
                held);
    }

    private ChangeRoleCommand command(Call call, UserId user, GrantedRole role, boolean held) {
        return new ChangeRoleCommand(users, roles, call, user, role, held);
    }

    private static GrantedRole role(String word) {
        return Arrays.stream(GrantedRole.values())
                .filter(role -> role.word().equals(word))
                .findFirst()
                .orElseThrow();
    }
}
