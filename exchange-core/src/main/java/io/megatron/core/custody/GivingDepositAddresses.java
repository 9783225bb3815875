package io.megatron.core.custody;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.accounts.Users;
import io.megatron.core.custody.keys.DepositKeys;
import io.megatron.core.ledger.BesideTheBook;
import io.megatron.mapper.custody.CustodyMapper;
import io.megatron.mapper.custody.DepositAddress;
import io.megatron.mapper.ids.UserId;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Gives every user who asks an address of their own, once and for ever. */
@Component
public class GivingDepositAddresses {
    private final KnowingChain knowing;
    private final Optional<DepositKeys> keys;
    private final DepositAddresses addresses;
    private final CustodyMapper mapper;
    private final Users users;
    private final BesideTheBook beside;
    private final Clock clock;

    public GivingDepositAddresses(
            KnowingChain knowing,
            Optional<DepositKeys> keys,
            DepositAddresses addresses,
            CustodyMapper mapper,
            Users users,
            BesideTheBook beside,
            Clock clock) {
        this.knowing = knowing;
        this.keys = keys;
        this.addresses = addresses;
        this.mapper = mapper;
        this.users = users;
        this.beside = beside;
        this.clock = clock;
    }

    /**
     * An address, and what it is watched for.
     *
     * @param chain where, and for which token
     */
    public record Given(DepositAddress address, KnowingChain.KnownChain chain) {}

    /**
     * A user's address; the first call assigns it. Two at once get the same: the index that the
     * slower one took stays unused.
     *
     * @return the address, or {@link Rejection#USER_NOT_FOUND}, {@link Rejection#CUSTODY_OFF}
     * @throws WrongKeysException if this node's public key is not that of the addresses that were
     *     given before: nobody would have the key of a new one
     */
    public Outcome<Given> address(UserId user) {
        if (users.load(Set.of(user)).isEmpty()) {
            return Outcome.refused(
                    Rejection.USER_NOT_FOUND, "User " + user + " is not registered.");
        }
        if (knowing.isOff() || keys.isEmpty()) {
            return Outcome.refused(Rejection.CUSTODY_OFF, "No chain is configured.");
        }
        KnowingChain.KnownChain chain = knowing.chain().orElseThrow();
        DepositAddress address = addresses.of(user).orElseGet(() -> assign(user));
        return Outcome.accepted(new Given(address, chain));
    }

    private DepositAddress assign(UserId user) {
        addresses.page(-1, 1).forEach(this::requireOurs);
        int index = beside.write(mapper::nextDerivationIndex);
        DepositAddress address =
                new DepositAddress(index, keys.orElseThrow().address(index), user, clock.instant());
        beside.write(() -> mapper.insertDepositAddress(address));
        return addresses.of(user).orElseThrow();
    }

    private void requireOurs(DepositAddress given) {
        if (!keys.orElseThrow().address(given.derivationIndex()).equals(given.address())) {
            throw new WrongKeysException(
                    "This installation's deposit addresses come from another extended public key"
                            + " than this node's (MEGATRON_DEPOSIT_XPUB or its keystore)");
        }
    }
}
