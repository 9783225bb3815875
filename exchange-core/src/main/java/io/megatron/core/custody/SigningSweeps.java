package io.megatron.core.custody;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.TimeOrderedIds;
import io.megatron.core.custody.KnowingChain.KnownChain;
import io.megatron.core.custody.PaymentConditions.Payer;
import io.megatron.core.custody.chain.ChainClient.Finality;
import io.megatron.core.custody.internal.AdvancingAuthorizations;
import io.megatron.core.custody.internal.SigningTransactions;
import io.megatron.core.custody.internal.SigningTransactions.Transfer;
import io.megatron.core.custody.keys.Signer;
import io.megatron.core.ledger.BesideTheBook;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.custody.Authorization;
import io.megatron.mapper.custody.Authorization.Purpose;
import io.megatron.mapper.custody.AuthorizationMapper;
import io.megatron.mapper.custody.CustodyMapper;
import io.megatron.mapper.custody.DepositAddress;
import io.megatron.mapper.custody.EvmAddress;
import io.megatron.mapper.ids.AuthorizationId;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Signs what moves the USDC of deposit addresses to the hot wallet, by EIP-3009 as well, so that no
 * address ever needs gas. {@link SendingSubmissions} and {@link FollowingAuthorizations} do the
 * rest, as for withdrawals.
 */
@Component
public class SigningSweeps {
    private static final Logger LOG = LoggerFactory.getLogger(SigningSweeps.class);
    private static final int ADDRESSES_TOGETHER = 1_000;

    private final PaymentConditions conditions;
    private final SigningTransactions signing;
    private final AdvancingAuthorizations advancing;
    private final DepositAddresses addresses;
    private final AuthorizationMapper mapper;
    private final CustodyMapper custody;
    private final BesideTheBook beside;
    private final WithdrawalSettings settings;
    private final TimeOrderedIds ids;
    private final Clock clock;

    public SigningSweeps(
            PaymentConditions conditions,
            SigningTransactions signing,
            AdvancingAuthorizations advancing,
            DepositAddresses addresses,
            AuthorizationMapper mapper,
            CustodyMapper custody,
            BesideTheBook beside,
            WithdrawalSettings settings,
            TimeOrderedIds ids,
            Clock clock) {
        this.conditions = conditions;
        this.signing = signing;
        this.advancing = advancing;
        this.addresses = addresses;
        this.mapper = mapper;
        this.custody = custody;
        this.beside = beside;
        this.settings = settings;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * A deposit address that holds enough.
     *
     * @param amount USDC at the newest final block
     */
    public record Full(DepositAddress address, Usdc amount) {}

    /**
     * Addresses that hold enough and of which no sweep is on its way, in the order of their
     * indices, after one of them: as many as there are transactions left to carry them, of which
     * withdrawals keep half. Looked at is where something arrived since it was last found empty.
     */
    public List<Full> full(Optional<Full> after) {
        Optional<Payer> payer = conditions.payer();
        if (payer.isEmpty()) {
            return List.of();
        }
        long free = Math.max(1, settings.maxInFlight() / 2) - conditions.inFlight(payer.get());
        Optional<String> obstacle = conditions.obstacle(payer.get());
        if (free <= 0 || obstacle.isPresent()) {
            obstacle.ifPresent(why -> LOG.warn("sweeps wait: {}", why));
            return List.of();
        }
        long block = payer.get().chain().client().head(Finality.FINALIZED).number();
        int last = after.map(full -> full.address().derivationIndex()).orElse(-1);
        List<DepositAddress> page;
        do {
            page = custody.unswept(last, ADDRESSES_TOGETHER);
            List<Full> found = full(payer.get().chain(), page, block);
            if (!found.isEmpty()) {
                return found.stream().limit(free).toList();
            }
            last = page.isEmpty() ? last : page.getLast().derivationIndex();
        } while (page.size() == ADDRESSES_TOGETHER);
        return List.of();
    }

    /** Those that hold enough; what holds less is not looked at before something arrives again. */
    private List<Full> full(KnownChain chain, List<DepositAddress> page, long block) {
        if (page.isEmpty()) {
            return List.of();
        }
        Set<EvmAddress> open =
                mapper.openSweeps(page.stream().map(DepositAddress::address).toList()).stream()
                        .map(Authorization::authorizer)
                        .collect(Collectors.toSet());
        List<Full> settled =
                held(chain, page, block).stream()
                        .filter(full -> !open.contains(full.address().address()))
                        .toList();
        List<DepositAddress> empty =
                settled.stream().filter(full -> !isEnough(full)).map(Full::address).toList();
        if (!empty.isEmpty()) {
            beside.write(() -> custody.deleteUnswept(empty, block));
        }
        return settled.stream().filter(this::isEnough).toList();
    }

    private boolean isEnough(Full full) {
        return full.amount().compareTo(settings.leastSweep()) >= 0;
    }

    private static List<Full> held(KnownChain chain, List<DepositAddress> page, long block) {
        List<EvmAddress> all = page.stream().map(DepositAddress::address).toList();
        Map<EvmAddress, Usdc> balances = chain.client().balances(chain.token(), all, block);
        return page.stream()
                .map(
                        address ->
                                new Full(
                                        address,
                                        balances.getOrDefault(address.address(), Usdc.ZERO)))
                .toList();
    }

    /** The next of all deposit addresses to be looked at, whether or not something arrived. */
    public List<DepositAddress> round() {
        if (conditions.payer().isEmpty()) {
            return List.of();
        }
        Integer after = custody.sweepRound();
        List<DepositAddress> page =
                after == null ? List.of() : addresses.page(after, ADDRESSES_TOGETHER);
        return page.isEmpty() ? addresses.page(-1, ADDRESSES_TOGETHER) : page;
    }

    /**
     * Looks at some of all deposit addresses, whether or not something is known to have arrived:
     * what no scan has seen, or a deep reorg has brought back, is swept as well, if later.
     *
     * @return how many of them hold enough
     */
    public int lookAt(List<DepositAddress> some) {
        KnownChain chain = conditions.payer().orElseThrow().chain();
        long block = chain.client().head(Finality.FINALIZED).number();
        List<DepositAddress> full =
                held(chain, some, block).stream()
                        .filter(this::isEnough)
                        .map(Full::address)
                        .toList();
        beside.write(
                () -> {
                    if (!full.isEmpty()) {
                        custody.markFull(full, block);
                    }
                    custody.setSweepRound(some.getLast().derivationIndex(), clock.instant());
                });
        return full.size();
    }

    /**
     * Signs the sweep of one.
     *
     * @return the sweep, or {@link Rejection#ALREADY_SWEPT} where somebody was first, {@link
     *     Rejection#CUSTODY_HALTED}, {@link Rejection#CUSTODY_OFF}, {@link
     *     Rejection#PAYMENT_REFUSED} while the token would refuse it
     * @throws WrongKeysException if this node's keys are not those of the address
     */
    public Outcome<AuthorizationId> sign(Full full) {
        return conditions.paying(payer -> sign(payer, full));
    }

    private Outcome<AuthorizationId> sign(Payer payer, Full full) {
        Signer owner = payer.keys().deposit(full.address().derivationIndex());
        if (!owner.address().equals(full.address().address())) {
            throw new WrongKeysException(
                    "This node's keystore is not that of deposit address "
                            + full.address().address());
        }
        return signing.authorize(
                        payer.chain(),
                        owner,
                        new Transfer(
                                AuthorizationId.of(ids.at(clock.instant())),
                                Purpose.SWEEP,
                                payer.hotWallet(),
                                full.amount()))
                .then(advancing::sweep)
                .map(Authorization::id);
    }
}
