package io.megatron.core.custody.chain.internal;

import io.megatron.core.custody.chain.ChainClient.Acceptance;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.web3j.protocol.core.Response;

/**
 * What nodes mean by their errors. There is no standard, so this goes by the words of geth, Nitro,
 * Erigon, Nethermind, anvil and of the large providers.
 */
final class NodeErrors {
    private static final int LIMIT_EXCEEDED = -32_005;
    private static final int REVERTED = 3;
    private static final int METHOD_NOT_FOUND = -32_601;
    private static final int METHOD_NOT_SUPPORTED = -32_004;
    private static final List<String> RANGE =
            List.of(
                    "block range",
                    "range is too large",
                    "range too large",
                    "range limit",
                    "query returned more than",
                    "too many results",
                    "more than 10000",
                    "response size",
                    "log response size exceeded",
                    "exceeds the limit",
                    "exceed maximum block range",
                    "limited to");

    private NodeErrors() {}

    /** Whether fewer blocks at a time would be answered. */
    static boolean isRangeRefused(Response.Error error) {
        return error.getCode() == LIMIT_EXCEEDED && !says(error, "rate")
                || RANGE.stream().anyMatch(words -> says(error, words));
    }

    /** Whether the node never answers this question, rather than not now. */
    static boolean isMethodUnknown(Response.Error error) {
        return error.getCode() == METHOD_NOT_FOUND
                || error.getCode() == METHOD_NOT_SUPPORTED
                || says(error, "unsupported method");
    }

    /** Whether the call itself would fail, on whatever node. */
    static boolean isRevert(Response.Error error) {
        return error.getCode() == REVERTED || says(error, "revert");
    }

    /** What became of a transaction that was answered with an error. */
    static Acceptance acceptance(Response.Error error) {
        if (says(error, "already known")
                || says(error, "already imported")
                || says(error, "known transaction")
                || says(error, "alreadyknown")) {
            return Acceptance.TAKEN;
        }
        if (says(error, "nonce too low")) {
            return Acceptance.NONCE_USED;
        }
        if (says(error, "nonce too high")) {
            return Acceptance.NONCE_AHEAD;
        }
        if (says(error, "underpriced")
                || says(error, "max fee per gas less than block base fee")
                || says(error, "fee too low")) {
            return Acceptance.UNDERPRICED;
        }
        if (says(error, "insufficient funds")) {
            return Acceptance.NO_GAS_MONEY;
        }
        return Acceptance.REFUSED;
    }

    /** The node's own. */
    static String words(Response.Error error) {
        return Objects.requireNonNullElse(error.getMessage(), "error " + error.getCode());
    }

    private static boolean says(Response.Error error, String words) {
        return words(error).toLowerCase(Locale.ROOT).contains(words);
    }
}
