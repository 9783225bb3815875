package io.megatron.jobs.frame;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.springframework.stereotype.Component;

/**
 * Runs the exchange's work on threads of its own. A step's thread is inside Spring Batch's
 * transaction, which would bind every connection asked for on it to itself.
 */
@Component
final class OffTheStep implements AutoCloseable {
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("job-", 0).factory());

    <T> T call(Callable<T> work) {
        return result(threads.submit(work));
    }

    /** Runs all at once; the results are in the order of the work. */
    <T> List<T> callAll(List<Callable<T>> work) {
        try {
            List<T> results = new ArrayList<>(work.size());
            for (Future<T> future : threads.invokeAll(work)) {
                results.add(result(future));
            }
            return results;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a chunk was worked on", e);
        }
    }

    private static <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a chunk was worked on", e);
        }
    }

    @Override
    public void close() {
        threads.close();
    }
}
