package io.megatron.client.bench;

import io.megatron.client.access.MintingTokens;
import io.megatron.client.access.NewUsers;
import io.megatron.options.v1.Role;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The users who trade, by number.
 *
 * @param ids whom the server knows them as
 * @param authorizations what their calls carry, made once
 */
record Traders(List<UUID> ids, List<String> authorizations) {
    private static final Duration TTL = Duration.ofHours(12);

    /** So many who do not exist yet. */
    static Traders of(int count, MintingTokens tokens) {
        List<UUID> ids = Stream.generate(NewUsers::next).limit(count).toList();
        List<String> authorizations =
                IntStream.range(0, count)
                        .parallel()
                        .mapToObj(
                                user -> "Bearer " + tokens.mint(ids.get(user), Role.ROLE_USER, TTL))
                        .toList();
        return new Traders(ids, authorizations);
    }

    int count() {
        return ids.size();
    }
}
