package io.megatron.core.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Callers who all begin at the same moment. */
public final class AtOnce {
    private AtOnce() {}

    /** Lets each caller act on a thread of its own, and answers what came of it, in order. */
    public static <T, R> List<R> all(List<T> callers, Function<T, R> action) {
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<R>> running = new ArrayList<>();
            for (T caller : callers) {
                running.add(
                        threads.submit(
                                () -> {
                                    start.await();
                                    return action.apply(caller);
                                }));
            }
            start.countDown();
            List<R> results = new ArrayList<>();
            for (Future<R> one : running) {
                results.add(one.get());
            }
            return results;
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
