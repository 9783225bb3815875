package io.megatron.core.accounts.internal;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.accounts.Users;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Command;
import io.megatron.core.ledger.Draft;
import io.megatron.core.ledger.Keys;
import io.megatron.mapper.accounts.GrantedRole;
import io.megatron.mapper.accounts.RolesOfUser;
import io.megatron.mapper.ids.UserId;

/** Grants a role, or takes it back. */
public final class ChangeRoleCommand implements Command<RolesOfUser> {
    private final Users users;
    private final GrantedRoles roles;
    private final Call call;
    private final UserId user;
    private final GrantedRole role;
    private final boolean held;

    /**
     * @param held whether the role is held from then on
     */
    public ChangeRoleCommand(
            Users users,
            GrantedRoles roles,
            Call call,
            UserId user,
            GrantedRole role,
            boolean held) {
        this.users = users;
        this.roles = roles;
        this.call = call;
        this.user = user;
        this.role = role;
        this.held = held;
    }

    @Override
    public Call call() {
        return call;
    }

    @Override
    public void declare(Keys keys) {
        keys.add(users, user);
        keys.add(roles, user);
    }

    @Override
    public Outcome<RolesOfUser> decide(Draft draft) {
        if (draft.find(users, user).isEmpty()) {
            return Outcome.refused(
                    Rejection.USER_NOT_FOUND, "User " + user + " is not registered.");
        }
        RolesOfUser before = draft.find(roles, user).orElse(RolesOfUser.none(user));
        RolesOfUser after = before.with(role, held);
        if (!after.equals(before)) {
            draft.put(roles, user, after);
        }
        return Outcome.accepted(after);
    }

    @Override
    public String remember(RolesOfUser after) {
        return "%b %b %b".formatted(after.admin(), after.ops(), after.oracle());
    }

    @Override
    public RolesOfUser recall(String remembered) {
        String[] held = remembered.split(" ", 3);
        return new RolesOfUser(
                user,
                Boolean.parseBoolean(held[0]),
                Boolean.parseBoolean(held[1]),
                Boolean.parseBoolean(held[2]));
    }
}
