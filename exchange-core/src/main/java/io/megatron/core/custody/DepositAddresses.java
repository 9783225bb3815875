package io.megatron.core.custody;

import io.megatron.mapper.custody.CustodyMapper;
import io.megatron.mapper.custody.CustodyMapper.OwnAddress;
import io.megatron.mapper.custody.DepositAddress;
import io.megatron.mapper.custody.EvmAddress;
import io.megatron.mapper.ids.UserId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * The addresses on the chain that are ours: one of each user who asked for it, and the platform's
 * own. None of them ever goes away.
 */
@Component
public class DepositAddresses {
    private final CustodyMapper mapper;

    public DepositAddresses(CustodyMapper mapper) {
        this.mapper = mapper;
    }

    /** Whether an address is a user's deposit address or one of the platform's own. */
    public boolean isOurs(EvmAddress address) {
        return !among(List.of(address)).isEmpty();
    }

    /** Those of these addresses that are ours. */
    public Map<EvmAddress, OwnAddress> among(Collection<EvmAddress> addresses) {
        return mapper.ownAmong(addresses).stream()
                .collect(Collectors.toMap(OwnAddress::address, Function.identity()));
    }

    /** A user's address, if one was ever asked for. */
    public Optional<DepositAddress> of(UserId user) {
        return Optional.ofNullable(mapper.depositAddressOf(user));
    }

    /**
     * Addresses in the order of their indices.
     *
     * @param afterIndex the last one before; -1 for the first page
     */
    public List<DepositAddress> page(int afterIndex, int limit) {
        return mapper.depositAddresses(afterIndex, limit);
    }
}
