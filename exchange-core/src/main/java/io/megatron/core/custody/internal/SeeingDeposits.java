package io.megatron.core.custody.internal;

import io.megatron.core.TimeOrderedIds;
import io.megatron.core.custody.BlockRange;
import io.megatron.core.custody.DepositAddresses;
import io.megatron.core.custody.DepositSettings;
import io.megatron.core.custody.KnowingChain.KnownChain;
import io.megatron.core.custody.chain.TokenTransfer;
import io.megatron.core.ledger.BesideTheBook;
import io.megatron.mapper.custody.CustodyMapper;
import io.megatron.mapper.custody.CustodyMapper.OwnAddress;
import io.megatron.mapper.custody.Deposit;
import io.megatron.mapper.custody.DepositAddress;
import io.megatron.mapper.custody.DepositMapper;
import io.megatron.mapper.custody.EvmAddress;
import io.megatron.mapper.ids.DepositId;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Sees transfers to our addresses, whatever their number, and keeps them. */
@Component
public class SeeingDeposits {
    private final CustodyMapper custody;
    private final DepositAddresses addresses;
    private final DepositMapper mapper;
    private final SettlingVerdicts settling;
    private final BesideTheBook beside;
    private final DepositSettings settings;
    private final TimeOrderedIds ids;
    private final Clock clock;
    private final ReadingLogs logs;

    public SeeingDeposits(
            CustodyMapper custody,
            DepositAddresses addresses,
            DepositMapper mapper,
            SettlingVerdicts settling,
            BesideTheBook beside,
            DepositSettings settings,
            TimeOrderedIds ids,
            Clock clock) {
        this.custody = custody;
        this.addresses = addresses;
        this.mapper = mapper;
        this.settling = settling;
        this.beside = beside;
        this.settings = settings;
        this.ids = ids;
        this.clock = clock;
        this.logs = new ReadingLogs(settings.maxBlocks());
    }

    /**
     * Keeps what there is in these blocks. Addresses are taken page by page, so that no more than
     * one page's transfers are in memory.
     *
     * @return how many deposits nobody had seen
     */
    public long see(KnownChain chain, BlockRange blocks) {
        Map<EvmAddress, OwnAddress> platform = new HashMap<>();
        custody.platformAddresses()
                .forEach(address -> platform.put(address, new OwnAddress(address, null)));
        long found = see(chain, blocks, platform);
        int after = -1;
        List<DepositAddress> page;
        do {
            page = addresses.page(after, settings.addressesPerCall());
            Map<EvmAddress, OwnAddress> own = new HashMap<>();
            for (DepositAddress address : page) {
                own.put(address.address(), new OwnAddress(address.address(), address.userId()));
                after = address.derivationIndex();
            }
            found += see(chain, blocks, own);
        } while (page.size() == settings.addressesPerCall());
        return found;
    }

    private long see(KnownChain chain, BlockRange blocks, Map<EvmAddress, OwnAddress> own) {
        if (own.isEmpty()) {
            return 0;
        }
        List<TokenTransfer> transfers =
                logs.transfers(chain, List.copyOf(own.keySet()), blocks.from(), blocks.to());
        if (transfers.isEmpty()) {
            return 0;
        }
        return keep(deposits(chain, transfers, own));
    }

    private List<Deposit> deposits(
            KnownChain chain, List<TokenTransfer> transfers, Map<EvmAddress, OwnAddress> own) {
        Set<EvmAddress> senders = new HashSet<>();
        transfers.forEach(transfer -> senders.add(transfer.from()));
        Map<EvmAddress, OwnAddress> ours = addresses.among(senders);
        Instant now = clock.instant();
        return transfers.stream()
                .filter(transfer -> transfer.token().equals(chain.token()))
                .filter(transfer -> own.containsKey(transfer.to()))
                .filter(transfer -> DepositRules.comesFromOutside(transfer, ours, own))
                .map(
                        transfer ->
                                DepositRules.seen(
                                        DepositId.of(ids.at(now)),
                                        chain.chainId(),
                                        transfer,
                                        DepositRules.userOf(transfer, own),
                                        now))
                .toList();
    }

    private long keep(Collection<Deposit> seen) {
        if (seen.isEmpty()) {
            return 0;
        }
        List<DepositId> found = beside.write(() -> insert(seen));
        // A node that was on another fork for a moment had them orphaned.
        mapper.orphanedAmong(seen)
                .forEach(deposit -> settling.settle(deposit, new Verdict.Reopen()));
        return found.size();
    }

    /** Together with the mark that lets sweeps look there: neither is ever without the other. */
    private List<DepositId> insert(Collection<Deposit> seen) {
        List<DepositId> found = mapper.insert(seen, clock.instant());
        Set<DepositId> added = Set.copyOf(found);
        List<Deposit> arrived =
                seen.stream().filter(deposit -> added.contains(deposit.id())).toList();
        if (!arrived.isEmpty()) {
            custody.markUnswept(arrived);
        }
        return found;
    }
}
