package io.megatron.core.ledger.internal;

import java.util.List;
import org.springframework.stereotype.Component;

/** Makes batches, with what every one of them keeps beside what its commands write. */
@Component
record Batches(Requests requests, Payloads payloads, AuditTrail audit) {

    Batch of(List<Submission<?>> submissions, RememberedRows remembered) {
        return new Batch(submissions, this, remembered);
    }
}
