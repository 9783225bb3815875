package io.megatron.core.funding;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.funding.internal.FundingDesk;
import io.megatron.core.funding.internal.UnlockTranchesCommand;
import io.megatron.core.ledger.Book;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Deadline;
import io.megatron.core.ledger.Submitting;
import io.megatron.mapper.funding.LpKey;
import io.megatron.mapper.funding.LpMapper;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Marks and announces what has vested. Withdrawals do not wait for it: they go by time, and so does
 * {@link ReadingFunding}.
 */
@Component
public class UnlockingTranches {
    private static final String JOB = "vesting-unlocks";

    private final Book book;
    private final FundingDesk desk;
    private final LpMapper lps;

    public UnlockingTranches(Book book, FundingDesk desk, LpMapper lps) {
        this.book = book;
        this.desk = desk;
        this.lps = lps;
    }

    /**
     * Marks the tranches of one LP whose time has come and announces them; none when another run
     * was first, or the asset is retired, where no schedule counts any more.
     *
     * @param run names this piece of the job's work: the same again is a replay
     * @return what was marked, or {@link Rejection#ASSET_NOT_FOUND}
     */
    public Outcome<Unlocks> unlock(LpKey lp, UUID run, Submitting submitting, Deadline deadline) {
        Call call =
                Call.ofJob(
                        JOB,
                        "UnlockTranches",
                        Map.of(
                                "asset_id", lp.assetId().toString(),
                                "user_id", lp.userId().toString(),
                                "run", run.toString()));
        return submitting.submit(book, new UnlockTranchesCommand(desk, call, lp), deadline);
    }

    /** LPs with tranches to mark, in the order of pools and users, after one of them. */
    public List<LpKey> due(Instant at, Optional<LpKey> after, int limit) {
        return lps.toUnlock(at, after.orElse(null), limit);
    }

    /** How many LPs {@link #due} has. */
    public long countDue(Instant at) {
        return lps.countToUnlock(at);
    }
}
