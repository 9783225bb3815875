package io.megatron.core.custody;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.custody.KnowingChain.KnownChain;
import io.megatron.core.custody.internal.ChainDepth;
import io.megatron.core.custody.internal.JudgingDeposits;
import io.megatron.core.custody.internal.SettlingVerdicts;
import io.megatron.core.custody.internal.Verdict;
import io.megatron.mapper.custody.Deposit;
import io.megatron.mapper.custody.DepositMapper;
import io.megatron.mapper.custody.DepositScan;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Credits deposits that are deep enough, and gives those up whose block is gone. */
@Component
public class SettlingDeposits {
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final KnowingChain knowing;
    private final Halts halts;
    private final JudgingDeposits judging;
    private final SettlingVerdicts settling;
    private final DepositMapper mapper;
    private final DepositSettings settings;

    public SettlingDeposits(
            KnowingChain knowing,
            Halts halts,
            JudgingDeposits judging,
            SettlingVerdicts settling,
            DepositMapper mapper,
            DepositSettings settings) {
        this.knowing = knowing;
        this.halts = halts;
        this.judging = judging;
        this.settling = settling;
        this.mapper = mapper;
        this.settings = settings;
    }

    /** A deposit of which the chain has just said what it comes to. */
    public record Ready(Deposit deposit, Verdict verdict) {
        /** Names it for operators. */
        public String words() {
            return verdict.word();
        }
    }

    /** How many deposits may be settled. */
    public long count() {
        return isOff() ? 0 : mapper.countWaiting(deep(knowing.chain().orElseThrow()));
    }

    private boolean isOff() {
        return knowing.isOff() || halts.open().isPresent();
    }

    /**
     * The newest block that is deep enough, and not above the newest checkpoint: a reorg of what is
     * credited has to show there.
     */
    private long deep(KnownChain chain) {
        DepositScan scan = mapper.scan();
        long checkpoint = scan == null ? -1 : scan.scannedTo();
        return Math.min(checkpoint, ChainDepth.of(chain.client(), settings).deep());
    }

    /**
     * Deposits to be settled, in the order of block and id, after one of them. Receipts and block
     * hashes are read here, right before the commands are submitted and outside the book.
     */
    public List<Ready> ready(Optional<Ready> after, int limit) {
        if (isOff()) {
            return List.of();
        }
        KnownChain chain = knowing.chain().orElseThrow();
        long deep = deep(chain);
        Optional<Deposit> last = after.map(Ready::deposit);
        while (true) {
            List<Deposit> page =
                    mapper.waiting(
                            deep,
                            last.map(Deposit::blockNumber).orElse(-1L),
                            last.map(deposit -> deposit.id().value()).orElse(BEFORE_ALL),
                            limit);
            List<Ready> ready = judging.judge(chain, page);
            if (page.size() < limit || !ready.isEmpty()) {
                return ready;
            }
            last = Optional.of(page.getLast());
        }
    }

    /**
     * Credits a deposit, or gives it up.
     *
     * @return what became of it, or {@link Rejection#DEPOSIT_CLOSED} where somebody was first,
     *     {@link Rejection#CUSTODY_HALTED}, {@link Rejection#AMOUNT_OUT_OF_RANGE}
     */
    public Outcome<Deposit> settle(Ready ready) {
        return settling.settle(ready.deposit(), ready.verdict());
    }

    /** What {@link #settle} would answer now. */
    public Outcome<Deposit> validate(Ready ready) {
        return settling.validate(ready.deposit(), ready.verdict());
    }
}
