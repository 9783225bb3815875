package io.megatron.server.runtime;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallExecutorSupplier;
import io.megatron.server.security.RememberedTokens;
import io.megatron.trading.v1.TradeServiceGrpc;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Where a call is worked on. Trades wait for nothing until they stand in the book's queue, so they
 * are taken there by the thread that reads them off the wire; everything else may wait, and has a
 * thread of its own. So has a trade whose token was not seen lately: it takes long to check, and
 * its keys may be elsewhere.
 */
final class CallThreads implements ServerCallExecutorSupplier {
    private static final Set<String> ANSWERED_LATER =
            Set.of(
                    TradeServiceGrpc.getBuyMethod().getFullMethodName(),
                    TradeServiceGrpc.getSellMethod().getFullMethodName());

    private final Executor threads;
    private final RememberedTokens tokens;

    CallThreads(Executor threads, RememberedTokens tokens) {
        this.threads = threads;
        this.tokens = tokens;
    }

    @Override
    public <Q, A> @Nullable Executor getExecutor(ServerCall<Q, A> call, Metadata headers) {
        return ANSWERED_LATER.contains(call.getMethodDescriptor().getFullMethodName())
                        && tokens.containThatOf(headers)
                ? null
                : threads;
    }
}
