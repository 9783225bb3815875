package io.megatron.jobs.frame;

import com.zaxxer.hikari.HikariDataSource;
import io.megatron.core.ledger.DatabaseAddress;
import io.megatron.core.operations.AskingForRuns;
import io.megatron.core.operations.WorkingRuns;
import io.megatron.mapper.operations.JobSchedule;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TimeZone;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.quartz.CronScheduleBuilder;
import org.quartz.CronTrigger;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.quartz.SchedulerFactoryBean;
import org.springframework.scheduling.quartz.SpringBeanJobFactory;
import org.springframework.stereotype.Component;

/**
 * Keeps Quartz's triggers as operators have the schedules; a trigger only asks for a run. Any
 * number of nodes share them in the database. Quartz fires at least once: the slot is the run's
 * identity.
 */
@Component
@ConditionalOnProperty(prefix = "megatron.jobs", name = "scheduled", matchIfMissing = true)
class Schedules implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Schedules.class);
    private static final String GROUP = "megatron";
    private static final String ASKING = "asking";
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
    private static final Duration PUT_DOWN = Duration.ofSeconds(5);

    private final DatabaseAddress address;
    private final JobSettings settings;
    private final WorkingRuns runs;
    private final AskingForRuns asking;
    private final Map<String, JobSchedule> known = new HashMap<>();
    private volatile @Nullable Engine engine;

    Schedules(
            DatabaseAddress address, JobSettings settings, WorkingRuns runs, AskingForRuns asking) {
        this.address = address;
        this.settings = settings;
        this.runs = runs;
        this.asking = asking;
    }

    /** What there is only while it runs: Quartz' threads would keep a refused start from ending. */
    private record Engine(
            HikariDataSource connections,
            SchedulerFactoryBean quartz,
            ScheduledExecutorService following) {}

    private static SchedulerFactoryBean factory(HikariDataSource connections, AskingForRuns asking)
            throws Exception {
        Properties quartz = new Properties();
        quartz.setProperty("org.quartz.scheduler.instanceName", "megatron");
        quartz.setProperty("org.quartz.scheduler.instanceId", "AUTO");
        quartz.setProperty("org.quartz.threadPool.threadCount", "2");
        quartz.setProperty("org.quartz.scheduler.makeSchedulerThreadDaemon", "true");
        quartz.setProperty("org.quartz.jobStore.isClustered", "true");
        quartz.setProperty("org.quartz.jobStore.acquireTriggersWithinLock", "true");
        quartz.setProperty(
                "org.quartz.jobStore.driverDelegateClass",
                "org.quartz.impl.jdbcjobstore.PostgreSQLDelegate");
        SchedulerFactoryBean factory = new SchedulerFactoryBean();
        factory.setDataSource(connections);
        factory.setQuartzProperties(quartz);
        factory.setJobFactory(new SpringBeanJobFactory());
        factory.setSchedulerContextAsMap(Map.of(ASKING, asking));
        factory.setAutoStartup(false);
        factory.setWaitForJobsToCompleteOnShutdown(true);
        factory.afterPropertiesSet();
        return factory;
    }

    /** Asks for the run of a slot. */
    public static final class Asking implements Job {
        @Override
        public void execute(JobExecutionContext context) {
            try {
                AskingForRuns asking =
                        (AskingForRuns)
                                Objects.requireNonNull(
                                        context.getScheduler().getContext().get(ASKING));
                asking.runBySchedule(
                        context.getJobDetail().getKey().getName(),
                        context.getScheduledFireTime().toInstant());
            } catch (SchedulerException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void start() {
        HikariDataSource connections =
                JobRepositories.connections("quartz", address, settings.quartzConnections());
        try {
            SchedulerFactoryBean quartz = factory(connections, asking);
            Engine started =
                    new Engine(
                            connections,
                            quartz,
                            Executors.newSingleThreadScheduledExecutor(
                                    Thread.ofPlatform().name("schedules").factory()));
            engine = started;
            follow(quartz.getScheduler());
            quartz.start();
            started.following()
                    .scheduleWithFixedDelay(
                            () -> follow(quartz.getScheduler()),
                            LOOK_EVERY.toMillis(),
                            LOOK_EVERY.toMillis(),
                            TimeUnit.MILLISECONDS);
        } catch (Exception e) {
            connections.close();
            throw new IllegalStateException("Quartz did not start", e);
        }
    }

    /** Does what operators have changed. */
    private void follow(Scheduler scheduler) {
        try {
            for (JobSchedule schedule : runs.schedules()) {
                if (!schedule.equals(known.get(schedule.job()))) {
                    set(scheduler, schedule);
                    known.put(schedule.job(), schedule);
                }
            }
        } catch (SchedulerException | RuntimeException e) {
            LOG.warn("the schedules cannot be followed at the moment: {}", e.getMessage());
        }
    }

    private static void set(Scheduler scheduler, JobSchedule schedule) throws SchedulerException {
        TriggerKey key = new TriggerKey(schedule.job(), GROUP);
        if (schedule.paused()) {
            scheduler.unscheduleJob(key);
            return;
        }
        if (scheduler.getTrigger(key) instanceof CronTrigger standing
                && standing.getCronExpression().equals(schedule.cron())
                && !standing.getStartTime().before(start(schedule))) {
            return;
        }
        JobDetail job =
                JobBuilder.newJob(Asking.class)
                        .withIdentity(schedule.job(), GROUP)
                        .withDescription(schedule.description())
                        .storeDurably()
                        .build();
        scheduler.addJob(job, true);
        Trigger trigger =
                TriggerBuilder.newTrigger()
                        .withIdentity(key)
                        .forJob(job)
                        .startAt(start(schedule))
                        .withSchedule(
                                CronScheduleBuilder.cronSchedule(schedule.cron())
                                        .inTimeZone(TimeZone.getTimeZone("UTC"))
                                        .withMisfireHandlingInstructionFireAndProceed())
                        .build();
        if (scheduler.checkExists(key)) {
            scheduler.rescheduleJob(key, trigger);
        } else {
            scheduler.scheduleJob(trigger);
        }
    }

    /**
     * A trigger starts when its row was changed: so each node can tell whether another one has made
     * it anew already, and a slot that falls between the two is fired, once. Quartz keeps seconds.
     */
    private static Date start(JobSchedule schedule) {
        return Date.from(schedule.changedAt().truncatedTo(ChronoUnit.SECONDS));
    }

    @Override
    public void stop() {
        Engine stopping = engine;
        engine = null;
        if (stopping == null) {
            return;
        }
        stopping.following().close();
        end(stopping.quartz());
        stopping.connections().close();
    }

    /**
     * Lets Quartz put back the triggers it has in hand, before its connections go; while Postgres
     * is away it would try that for ever, so it is left behind then (its threads are daemons, and
     * the next node finds the triggers).
     */
    private static void end(SchedulerFactoryBean quartz) {
        try {
            boolean ended =
                    Thread.ofPlatform()
                            .daemon()
                            .name("quartz ends")
                            .start(() -> destroy(quartz))
                            .join(PUT_DOWN);
            if (!ended) {
                LOG.warn("Quartz has not ended within {}, and is left behind", PUT_DOWN);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void destroy(SchedulerFactoryBean quartz) {
        try {
            quartz.destroy();
        } catch (SchedulerException e) {
            LOG.warn("Quartz did not stop cleanly: {}", e.getMessage());
        }
    }

    @Override
    public boolean isRunning() {
        return engine != null;
    }

    /** After the node that writes down which jobs there are. */
    @Override
    public int getPhase() {
        return -800;
    }
}
