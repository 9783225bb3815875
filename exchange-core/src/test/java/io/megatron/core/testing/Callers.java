package io.megatron.core.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Many callers at the same time, each on a virtual thread of its own. */
public final class Callers {
    private static final int PATIENCE_SECONDS = 120;

    /** As many as wait for a connection no longer than they may, on a slow machine as well. */
    private static final int MANY = 256;

    private Callers() {}

    /** So many callers begin in the same moment; returns once all have ended, in their order. */
    public static <T> List<Attempt<T>> atOnce(int callers, IntFunction<T> call) {
        return atOnce(
                IntStream.range(0, callers)
                        .<Callable<T>>mapToObj(number -> () -> call.apply(number))
                        .toList());
    }

    /** Each of them acts, many at the same time; what came of it, in their order. */
    public static <C, T> List<T> each(List<C> callers, Function<C, T> action) {
        List<T> all = new ArrayList<>(callers.size());
        for (int from = 0; from < callers.size(); from += MANY) {
            List<C> some = callers.subList(from, Math.min(from + MANY, callers.size()));
            atOnce(some.size(), number -> action.apply(some.get(number)))
                    .forEach(attempt -> all.add(attempt.value()));
        }
        return all;
    }

    /** All calls begin in the same moment; returns once all have ended, in their order. */
    public static <T> List<Attempt<T>> atOnce(List<Callable<T>> calls) {
        CountDownLatch start = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Attempt<T>>> attempts =
                    calls.stream()
                            .map(
                                    call ->
                                            threads.submit(
                                                    () -> {
                                                        start.await();
                                                        return Attempt.of(call);
                                                    }))
                            .toList();
            start.countDown();
            return attempts.stream().map(Callers::ended).toList();
        }
    }

    static <T> T ended(Future<T> future) {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            future.cancel(true);
            throw new AssertionError("a caller waits for ever", e);
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
