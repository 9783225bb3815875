package io.megatron.core.operations;

import io.megatron.core.ledger.Snapshots;
import io.megatron.core.pricing.ReadingVolumes;
import io.megatron.mapper.ledger.AccountKind;
import io.megatron.mapper.operations.PlatformMapper;
import io.megatron.mapper.operations.PlatformMapper.KindTotal;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/** How the whole platform stands, in one snapshot. */
@Component
public class ReadingPlatform {
    private final Snapshots snapshots;
    private final PlatformMapper mapper;
    private final ReadingVolumes volumes;
    private final ManagingJobs jobs;
    private final Clock clock;

    ReadingPlatform(
            Snapshots snapshots,
            PlatformMapper mapper,
            ReadingVolumes volumes,
            ManagingJobs jobs,
            Clock clock) {
        this.snapshots = snapshots;
        this.mapper = mapper;
        this.volumes = volumes;
        this.jobs = jobs;
        this.clock = clock;
    }

    /**
     * Figures of one moment.
     *
     * @param asOf book time
     * @param balances by kind of account, all of which add up to nothing
     */
    public record Stats(
            Instant asOf,
            List<KindTotal> balances,
            ReadingVolumes.Volumes volumes,
            PlatformMapper.UserTotals users,
            List<PlatformMapper.StatusTotal> assets,
            List<ManagingJobs.Overview> jobs) {

        /** What is owed: on all accounts but CUSTODY. */
        public BigDecimal liabilities() {
            return balances.stream()
                    .filter(total -> total.kind() != AccountKind.CUSTODY)
                    .map(KindTotal::balance)
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
        }

        /** What the ledger takes to be outside: minus CUSTODY. */
        public BigDecimal reserves() {
            return balances.stream()
                    .filter(total -> total.kind() == AccountKind.CUSTODY)
                    .map(total -> total.balance().negate())
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
        }
    }

    public Stats stats() {
        return snapshots.read(
                () -> {
                    Instant now = clock.instant();
                    return new Stats(
                            now,
                            mapper.balances(),
                            volumes.until(now),
                            mapper.users(),
                            mapper.assets(),
                            jobs.jobs());
                });
    }
}
