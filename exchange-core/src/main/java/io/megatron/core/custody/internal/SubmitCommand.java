package io.megatron.core.custody.internal;

import io.megatron.core.Outcome;
import io.megatron.core.Refusal;
import io.megatron.core.Rejection;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Command;
import io.megatron.core.ledger.Draft;
import io.megatron.core.ledger.Keys;
import io.megatron.mapper.custody.Submission;
import java.util.Optional;

/**
 * Puts a transaction that shows an authorization to the token on record, before anybody is shown
 * it: the first, one that pays more under the same nonce, or one with a new nonce where the old one
 * is used up. The token takes the authorization once, whichever of them comes first.
 */
public final class SubmitCommand implements Command<Submission> {
    private final PaymentDesk desk;
    private final Call call;
    private final Submission submission;

    public SubmitCommand(PaymentDesk desk, Call call, Submission submission) {
        this.desk = desk;
        this.call = call;
        this.submission = submission;
    }

    @Override
    public Call call() {
        return call;
    }

    @Override
    public void declare(Keys keys) {
        desk.halts().declare(keys);
        keys.add(desk.submissions(), submission.key());
    }

    @Override
    public Outcome<Submission> decide(Draft draft) {
        Optional<Refusal> refusal = desk.halts().refusal(draft).or(() -> taken(draft));
        if (refusal.isPresent()) {
            return Outcome.refused(refusal.get());
        }
        draft.put(desk.submissions(), submission.key(), submission);
        return Outcome.accepted(submission);
    }

    /** NONCE_TAKEN where another transaction has been signed in this one's place. */
    private Optional<Refusal> taken(Draft draft) {
        return draft.find(desk.submissions(), submission.key())
                .map(
                        other ->
                                Refusal.of(
                                        Rejection.NONCE_TAKEN,
                                        "Nonce %d of %s is taken by %s."
                                                .formatted(
                                                        other.accountNonce(),
                                                        other.submitter(),
                                                        other.hash())));
    }

    @Override
    public String remember(Submission signed) {
        return signed.hash().toString();
    }

    @Override
    public Submission recall(String remembered) {
        return submission;
    }
}
