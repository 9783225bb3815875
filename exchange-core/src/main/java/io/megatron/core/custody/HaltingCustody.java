package io.megatron.core.custody;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.custody.KnowingChain.KnownChain;
import io.megatron.core.custody.chain.ProvidersDisagreeException;
import io.megatron.core.custody.internal.AfterReorg;
import io.megatron.core.custody.internal.AfterReorg.Findings;
import io.megatron.core.custody.internal.ChainDepth;
import io.megatron.core.custody.internal.DepositDesk;
import io.megatron.core.custody.internal.FindingForks;
import io.megatron.core.custody.internal.FindingTakenBack.TakenBack;
import io.megatron.core.custody.internal.FollowDepositsCommand;
import io.megatron.core.custody.internal.GoingBack;
import io.megatron.core.custody.internal.RaiseHaltCommand;
import io.megatron.core.custody.internal.ResolveHaltCommand;
import io.megatron.core.ledger.Book;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Deadline;
import io.megatron.mapper.custody.Checkpoint;
import io.megatron.mapper.custody.CustodyMapper;
import io.megatron.mapper.custody.Deposit;
import io.megatron.mapper.custody.DepositMapper;
import io.megatron.mapper.custody.EvmHash;
import io.megatron.mapper.custody.Halt;
import io.megatron.mapper.custody.HaltCause;
import io.megatron.mapper.ids.DepositId;
import io.megatron.mapper.ids.HaltId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Makes custody stand still when the chain is not what it was, and lets it go on once an operator
 * has looked.
 */
@Component
public class HaltingCustody {
    private static final int TOGETHER = 1_000;
    private static final String JOB = "deposit-confirmations";

    private final Book book;
    private final DepositDesk desk;
    private final KnowingChain knowing;
    private final FindingForks forks;
    private final AfterReorg after;
    private final GoingBack goingBack;
    private final CustodyMapper custody;
    private final DepositMapper deposits;
    private final DepositSettings settings;

    public HaltingCustody(
            Book book,
            DepositDesk desk,
            KnowingChain knowing,
            FindingForks forks,
            AfterReorg after,
            GoingBack goingBack,
            CustodyMapper custody,
            DepositMapper deposits,
            DepositSettings settings) {
        this.book = book;
        this.desk = desk;
        this.knowing = knowing;
        this.forks = forks;
        this.after = after;
        this.goingBack = goingBack;
        this.custody = custody;
        this.deposits = deposits;
        this.settings = settings;
    }

    /**
     * A halt that was ended.
     *
     * @param gone deposits that had been credited and are gone; what they were worth is in LOSS
     */
    public record Resolved(Halt halt, List<Deposit> gone) {
        public Resolved {
            gone = List.copyOf(gone);
        }
    }

    /** A block that was deep enough to rely on is no longer on the chain. */
    public Halt deepReorg(Checkpoint kept, EvmHash found) {
        return raise(
                new RaiseHaltCommand.Reason(
                        HaltCause.DEEP_REORG,
                        "Block %d was %s when it was deep enough to rely on, and is %s now."
                                .formatted(kept.blockNumber(), kept.blockHash(), found),
                        kept.blockNumber(),
                        kept.blockHash(),
                        found));
    }

    /** A block that was final when a withdrawal was settled in it is no longer on the chain. */
    public Halt takenBack(TakenBack gone) {
        return deepReorg(
                new Checkpoint(gone.use().blockNumber(), gone.use().blockHash()), gone.found());
    }

    /** Nodes of the chain contradict each other about a block that is final. */
    public Halt providersDisagree(ProvidersDisagreeException contradiction) {
        return raise(
                new RaiseHaltCommand.Reason(
                        HaltCause.PROVIDERS_DISAGREE,
                        "Nodes of the chain contradict each other: " + contradiction.getMessage(),
                        contradiction.blockNumber(),
                        null,
                        null));
    }

    private Halt raise(RaiseHaltCommand.Reason reason) {
        // The same may be found again after it was resolved, so the id does not follow from it;
        // that
        // there is one halt at a time is the command's rule.
        Call call =
                Call.ofJob(
                        JOB,
                        "RaiseHalt",
                        Map.of(
                                "cause", reason.cause().name(),
                                "block", Long.toString(reason.block()),
                                "sent", UUID.randomUUID().toString()));
        Outcome<Halt> raised =
                book.write(
                        new RaiseHaltCommand(desk, this::existing, call, reason), Deadline.none());
        return switch (raised) {
            case Outcome.Accepted<Halt>(Halt halt, boolean _) -> halt;
            case Outcome.Refused<Halt>(var refusal) ->
                    throw new IllegalStateException("a halt is never refused: " + refusal);
        };
    }

    private Halt existing(HaltId id) {
        return Objects.requireNonNull(custody.halt(id), "halts are never deleted");
    }

    /**
     * Ends a halt, at once: the chain is asked first, then the checkpoints that are no longer true
     * are dropped, and at last one command writes off, follows and lets custody go on; what would
     * not fit into its batch is written off before, a thousand at a time. After a crash between
     * them the halt still stands, and the same call does the rest.
     *
     * @return what it came to, or {@link Rejection#REQUEST_ID_REUSED}, {@link
     *     Rejection#CUSTODY_OFF}, {@link Rejection#HALT_NOT_FOUND}, {@link Rejection#HALT_CLOSED},
     *     {@link Rejection#DEPOSIT_NOT_CONFIRMED} while a credited deposit is in a new block that
     *     is not deep enough yet
     */
    public Outcome<Resolved> resolve(Call call, HaltId id, String reason, Deadline deadline) {
        Optional<Halt> open = open(id);
        if (open.isPresent() && knowing.isOff()) {
            return off();
        }
        Findings findings = Findings.NOTHING;
        if (open.isPresent()) {
            KnownChain chain = knowing.chain().orElseThrow();
            long fork = fork(chain);
            findings = look(chain, fork);
            if (findings.shallow() == 0) {
                goingBack.to(chain, fork);
                follow(id, findings, reason);
            }
        }
        return book.write(command(call, id, reason, findings), deadline);
    }

    /** A batch of the book has its time, and a deep reorg may take any number of deposits. */
    private static boolean isTooMany(Findings findings) {
        return findings.shallow() == 0 && findings.size() > TOGETHER;
    }

    private void follow(HaltId id, Findings findings, String reason) {
        if (isTooMany(findings)) {
            findings.parts(TOGETHER)
                    .forEach(
                            part ->
                                    book.write(
                                            new FollowDepositsCommand(
                                                    desk, followCall(), id, part, reason),
                                            Deadline.none()));
        }
    }

    /** What a deposit was found to be lets each part take effect once. */
    private static Call followCall() {
        return Call.ofJob(JOB, "FollowDeposits", Map.of("sent", UUID.randomUUID().toString()));
    }

    /** What {@link #resolve} would answer now; nothing happens. */
    public Outcome<Resolved> validate(Call call, HaltId id, String reason) {
        Optional<Halt> open = open(id);
        if (open.isPresent() && knowing.isOff()) {
            return off();
        }
        Findings findings = Findings.NOTHING;
        if (open.isPresent()) {
            KnownChain chain = knowing.chain().orElseThrow();
            findings = look(chain, fork(chain));
        }
        return book.validate(command(call, id, reason, findings));
    }

    private Optional<Halt> open(HaltId id) {
        return Optional.ofNullable(custody.halt(id)).filter(Halt::isOpen);
    }

    private static Outcome<Resolved> off() {
        return Outcome.refused(
                Rejection.CUSTODY_OFF, "No chain is configured on this node, so it cannot look.");
    }

    /** The last block that is still the same. */
    private long fork(KnownChain chain) {
        return forks.find(chain.client())
                .map(FindingForks.Fork::same)
                .or(
                        () ->
                                deposits.checkpoints(Long.MAX_VALUE, 1).stream()
                                        .findFirst()
                                        .map(Checkpoint::blockNumber))
                .orElse(-1L);
    }

    private Findings look(KnownChain chain, long fork) {
        return after.look(chain, fork, ChainDepth.of(chain.client(), settings).deep());
    }

    private ResolveHaltCommand command(Call call, HaltId id, String reason, Findings findings) {
        return new ResolveHaltCommand(
                desk,
                this::resolved,
                call,
                new ResolveHaltCommand.Question(id, custody.halt(id) != null, reason),
                isTooMany(findings) ? Findings.NOTHING : findings,
                isTooMany(findings) ? findings.gone() : List.of());
    }

    private Resolved resolved(String remembered) {
        List<UUID> ids = Arrays.stream(remembered.split(" ")).map(UUID::fromString).toList();
        List<DepositId> gone = ids.stream().skip(1).map(DepositId::of).toList();
        return new Resolved(
                existing(HaltId.of(ids.getFirst())),
                gone.isEmpty() ? List.of() : deposits.deposits(gone));
    }

    /**
     * Halts, newest first, before one of them.
     *
     * @param open only the one that stands
     */
    public List<Halt> page(boolean open, Optional<HaltId> before, int limit) {
        return custody.halts(open, before.orElse(null), limit);
    }
}
