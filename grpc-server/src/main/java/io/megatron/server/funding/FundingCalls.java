package io.megatron.server.funding;

import io.grpc.MethodDescriptor;
import io.megatron.core.ledger.Call;
import io.megatron.server.calls.Fields;
import io.megatron.server.security.Caller;
import java.util.Map;

/** What is remembered of a call: all of it but whether it was only meant as a question. */
final class FundingCalls {
    private FundingCalls() {}

    static Call of(String requestId, MethodDescriptor<?, ?> method, Map<String, String> payload) {
        return Call.of(
                Caller.current().userId().value(),
                Fields.requestId(requestId),
                method.getFullMethodName(),
                payload);
    }
}
