package io.megatron.core.operations;

import io.megatron.core.Outcome;
import io.megatron.core.events.PlatformEvents;
import io.megatron.core.ledger.Book;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Command;
import io.megatron.core.ledger.Deadline;
import io.megatron.core.ledger.Draft;
import io.megatron.core.ledger.Keys;
import io.megatron.mapper.operations.ReconciledUpTo;
import io.megatron.mapper.operations.ReconciliationMapper;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Announces the rows that break an invariant, each once for as long as it stands. */
@Component
public class AnnouncingFindings {
    private static final String JOB = "reconciliation";

    private final Book book;
    private final PlatformEvents events;
    private final ReconciliationMapper reconciliation;

    public AnnouncingFindings(
            Book book, PlatformEvents events, ReconciliationMapper reconciliation) {
        this.book = book;
        this.events = events;
        this.reconciliation = reconciliation;
    }

    /**
     * Announces a finding, unless the same was announced since the books were last found right:
     * then this is a replay, whichever run has found it again.
     */
    public Outcome<String> announce(Look.Found found, Deadline deadline) {
        ReconciledUpTo rightUpTo = reconciliation.reconciledUpTo();
        InvariantBroken event = InvariantBroken.of(found, rightUpTo);
        Call call =
                Call.ofJob(
                        JOB,
                        "AnnounceFinding",
                        Map.of(
                                "check", event.check(),
                                "subject", event.subject(),
                                "expected", event.expected(),
                                "actual", event.actual(),
                                "right_up_to_event", Long.toString(rightUpTo.eventId())));
        return book.write(new Announce(call, event), deadline);
    }

    /**
     * A row breaks an invariant.
     *
     * @param invariant its number in the domain's list
     * @param rightUntil the books were last found right up to this book time
     */
    record InvariantBroken(
            int invariant,
            String check,
            String subject,
            String expected,
            String actual,
            String rightUntil) {
        static final String KIND = "invariant_broken";

        static InvariantBroken of(Look.Found found, ReconciledUpTo rightUpTo) {
            return new InvariantBroken(
                    found.invariant(),
                    found.check(),
                    found.finding().subject(),
                    found.finding().expected(),
                    found.finding().actual(),
                    rightUpTo.bookTime().toString());
        }
    }

    private final class Announce implements Command<String> {
        private final Call call;
        private final InvariantBroken event;

        Announce(Call call, InvariantBroken event) {
            this.call = call;
            this.event = event;
        }

        @Override
        public Call call() {
            return call;
        }

        @Override
        public void declare(Keys keys) {
            events.declare(keys);
        }

        @Override
        public Outcome<String> decide(Draft draft) {
            events.announce(draft, InvariantBroken.KIND, event);
            return Outcome.accepted(event.subject());
        }

        @Override
        public String remember(String subject) {
            return subject;
        }

        @Override
        public String recall(String remembered) {
            return remembered;
        }
    }
}
