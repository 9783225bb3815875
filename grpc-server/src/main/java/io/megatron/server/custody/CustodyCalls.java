package io.megatron.server.custody;

import io.grpc.MethodDescriptor;
import io.megatron.core.ledger.Call;
import io.megatron.server.calls.Fields;
import io.megatron.server.security.Caller;
import java.util.Map;

/** What is remembered of a call: all of it but whether it was only meant as a question. */
final class CustodyCalls {
    static final int MAX_REASON = 500;

    private CustodyCalls() {}

    static Call of(String requestId, MethodDescriptor<?, ?> method, Map<String, String> payload) {
        return Call.of(
                Caller.current().userId().value(),
                Fields.requestId(requestId),
                method.getFullMethodName(),
                payload);
    }

    static String reason(String text) {
        return Fields.words("reason", text, MAX_REASON);
    }
}
