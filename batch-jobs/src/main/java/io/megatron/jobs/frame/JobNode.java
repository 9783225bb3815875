package io.megatron.jobs.frame;

import io.megatron.core.operations.WorkingRuns;
import io.megatron.mapper.operations.JobRun;
import io.megatron.mapper.operations.JobState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Takes up runs that wait, says that they are alive while it works on them, and stops them when
 * asked. Any number of nodes may do this on one database; each run is taken up by one.
 */
@Component
class JobNode implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(JobNode.class);
    private static final Duration HEARTBEAT = Duration.ofSeconds(2);

    private final String name =
            ManagementFactory.getRuntimeMXBean().getName() + "-" + UUID.randomUUID();
    private final RunningJobs jobs;
    private final WorkingRuns runs;
    private final JobSettings settings;
    private final MeterRegistry meters;
    private final Map<UUID, JobRun> working = new ConcurrentHashMap<>();
    private final Set<UUID> stopping = ConcurrentHashMap.newKeySet();
    private volatile boolean running;
    private volatile CountDownLatch ending = new CountDownLatch(1);
    private ExecutorService workers = Executors.newCachedThreadPool();
    private Thread watcher = new Thread(() -> {}, "jobs");
    private long beatAtNanos = System.nanoTime();

    JobNode(RunningJobs jobs, WorkingRuns runs, JobSettings settings, MeterRegistry meters) {
        this.jobs = jobs;
        this.runs = runs;
        this.settings = settings;
        this.meters = meters;
        Gauge.builder("megatron.jobs.running", working, Map::size)
                .description("runs of jobs this node works on")
                .register(meters);
    }

    @Override
    public void start() {
        jobs.register();
        ending = new CountDownLatch(1);
        running = true;
        workers =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofPlatform().name("job-run-", 0).factory());
        watcher = Thread.ofPlatform().name("jobs").start(this::watch);
    }

    private void watch() {
        while (running || !working.isEmpty()) {
            try {
                beat();
                while (running && working.size() < settings.concurrentRuns() && takeUp()) {
                    // Another one may wait.
                }
            } catch (RuntimeException e) {
                LOG.warn("the database cannot be asked for runs: {}", e.getMessage());
            }
            pause();
        }
    }

    private void beat() {
        if (!working.isEmpty() && System.nanoTime() - beatAtNanos >= 0) {
            stopping.addAll(runs.beat(name, Set.copyOf(working.keySet())));
            beatAtNanos = System.nanoTime() + HEARTBEAT.toNanos();
        }
    }

    private boolean takeUp() {
        Optional<JobRun> taken = runs.claim(name);
        taken.ifPresent(
                run -> {
                    working.put(run.id(), run);
                    workers.execute(() -> work(run));
                });
        return taken.isPresent();
    }

    private void work(JobRun run) {
        LOG.info(
                "{} run {} begins, for {}, attempt {}{}",
                run.job(),
                run.id(),
                run.businessDate(),
                run.attempts(),
                run.preview() ? ", a preview" : "");
        long startNanos = System.nanoTime();
        RunningJobs.End end = jobs.work(run, () -> stopping.contains(run.id()) || !running);
        try {
            if (!runs.end(run.id(), name, end.state(), end.message())) {
                LOG.warn("run {} was taken from this node meanwhile", run.id());
            }
        } catch (RuntimeException e) {
            LOG.error("run {} ended as {}, which cannot be written down", run.id(), end, e);
        } finally {
            working.remove(run.id());
            stopping.remove(run.id());
        }
        count(run, end.state(), System.nanoTime() - startNanos);
    }

    private void count(JobRun run, JobState state, long tookNanos) {
        LOG.info("{} run {} ended: {}", run.job(), run.id(), state);
        meters.timer("megatron.jobs.runs", "job", run.job(), "state", state.name())
                .record(tookNanos, TimeUnit.NANOSECONDS);
    }

    /** Until it is told to stop; then so often for its runs to end. */
    private void pause() {
        try {
            if (running) {
                var _ = ending.await(settings.poll().toNanos(), TimeUnit.NANOSECONDS);
            } else {
                Thread.sleep(settings.poll());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            running = false;
        }
    }

    /** Runs stop after their chunk, and say so; they can be restarted. */
    @Override
    public void stop() {
        running = false;
        ending.countDown();
        try {
            watcher.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        workers.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** After the book, before whatever takes calls; stops before the book does. */
    @Override
    public int getPhase() {
        return -900;
    }
}
