package io.megatron.server.calls;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.megatron.core.Outcome;
import io.megatron.server.errors.TranslatingErrors;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Answers calls once what they asked for is known, without a thread that waits for it. By then the
 * call has left its interceptors, so its errors are translated here.
 */
@Component
public class AnsweringLater {
    private static final Logger LOG = LoggerFactory.getLogger(AnsweringLater.class);

    private final TranslatingErrors errors;

    public AnsweringLater(TranslatingErrors errors) {
        this.errors = errors;
    }

    /** Answers a call that writes; one that was given up meanwhile is told nothing. */
    public <R, A> void answer(
            StreamObserver<A> observer,
            CompletionStage<Outcome<R>> outcome,
            Answering.Conversion<R, A> conversion) {
        ((ServerCallStreamObserver<A>) observer).setOnCancelHandler(() -> {});
        outcome.thenAccept(known -> Answering.answer(observer, known, conversion))
                .exceptionally(
                        failure -> {
                            observer.onError(errors.handleException(cause(failure)));
                            return null;
                        })
                .exceptionally(
                        lost -> {
                            LOG.error("a call could be told neither its answer nor why", lost);
                            return null;
                        });
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause()
                : failure;
    }
}
