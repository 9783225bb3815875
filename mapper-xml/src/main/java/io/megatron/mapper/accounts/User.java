package io.megatron.mapper.accounts;

import io.megatron.mapper.ids.UserId;
import java.time.Instant;

/**
 * A registered user.
 *
 * @param blocked whether buying and contributing is forbidden
 * @param sellsBlocked whether selling is forbidden as well
 */
public record User(UserId id, boolean blocked, boolean sellsBlocked, Instant registeredAt) {}
