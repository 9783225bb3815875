package io.megatron.server.custody;

import io.megatron.server.calls.Fields;

/** What calls about custody have in common. */
final class CustodyCalls {
    static final int MAX_REASON = 500;

    private CustodyCalls() {}

    static String reason(String text) {
        return Fields.words("reason", text, MAX_REASON);
    }
}
