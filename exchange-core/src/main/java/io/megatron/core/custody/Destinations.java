package io.megatron.core.custody;

import io.megatron.mapper.custody.EvmAddress;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Where a withdrawal may go. */
@Component
class Destinations {
    private final KnowingChain knowing;
    private final DepositAddresses addresses;

    Destinations(KnowingChain knowing, DepositAddresses addresses) {
        this.knowing = knowing;
        this.addresses = addresses;
    }

    /** Why nobody can be paid there: nobody has the key, or the money would not leave us. */
    Optional<String> forbidden(EvmAddress destination) {
        if (destination.equals(EvmAddress.ZERO)) {
            return Optional.of("The zero address is nobody's.");
        }
        if (knowing.isToken(destination)) {
            return Optional.of("This is the token's own address; USDC sent there is lost.");
        }
        return addresses.isOurs(destination)
                ? Optional.of("This is an address of the exchange itself.")
                : Optional.empty();
    }
}
