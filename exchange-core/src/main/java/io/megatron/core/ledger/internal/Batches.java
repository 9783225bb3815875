package io.megatron.core.ledger.internal;

import org.springframework.stereotype.Component;

/** Makes batches, with what every one of them keeps beside what its commands write. */
@Component
record Batches(Requests requests, Payloads payloads, AuditTrail audit) {

    Batch on(RememberedRows remembered) {
        return new Batch(this, remembered);
    }
}
