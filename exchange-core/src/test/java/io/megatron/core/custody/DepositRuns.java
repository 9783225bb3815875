package io.megatron.core.custody;

import io.megatron.core.custody.ScanningDeposits.Scan;
import io.megatron.core.custody.SettlingDeposits.Ready;
import io.megatron.core.testing.Exchange;
import java.util.List;
import java.util.Optional;

/** What a run of the job deposit-confirmations does. */
final class DepositRuns {
    private DepositRuns() {}

    static void run(Exchange exchange) {
        scan(exchange);
        settle(exchange);
    }

    static void scan(Exchange exchange) {
        ScanningDeposits scanning = exchange.use(ScanningDeposits.class);
        Optional<Scan> scan = scanning.begin();
        if (scan.isEmpty()) {
            return;
        }
        Optional<BlockRange> next = scan.get().next(-1, scanning.maxBlocks());
        while (next.isPresent()) {
            scanning.read(scan.get(), next.get());
            next = scan.get().next(next.get().to(), scanning.maxBlocks());
        }
    }

    static void settle(Exchange exchange) {
        SettlingDeposits settling = exchange.use(SettlingDeposits.class);
        List<Ready> page = settling.ready(Optional.empty(), 250);
        while (!page.isEmpty()) {
            page.forEach(settling::settle);
            page = settling.ready(Optional.of(page.getLast()), 250);
        }
    }
}
