package io.megatron.server.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The server as it was packaged, in a process of its own, started by {@code scripts/run}. */
final class ServerProcess implements AutoCloseable {
    private static final Pattern READY =
            Pattern.compile("(?m)^ready grpc=(\\S+):(\\d+) management=(\\S+).*$");
    private static final Pattern PEAK = Pattern.compile("(?m)^VmHWM:\\s+(\\d+) kB$");
    private static final String REFUSED = "APPLICATION FAILED TO START";
    private static final int A_PARAGRAPH = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Path output;
    private final long launchedAtNanos = System.nanoTime();

    private ServerProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * Starts a server and does not wait for it.
     *
     * @param folder where it runs; what it prints goes into a file there
     * @param settings environment variables
     */
    static ServerProcess launch(Path folder, Map<String, String> settings) {
        try {
            Path output = Files.createTempFile(folder, "server-", ".log");
            ProcessBuilder builder =
                    new ProcessBuilder(
                                    Path.of("../scripts/run").toAbsolutePath().toString(),
                                    "--no-build",
                                    "--home",
                                    folder.toString())
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("MEGATRON_"));
            builder.environment().remove("JAVA_TOOL_OPTIONS");
            builder.environment().put("MEGATRON_JAVA_HOME", System.getProperty("java.home"));
            builder.environment().put("MEGATRON_LOCAL_CHAIN", "false");
            // Most of them live for seconds, which the second compiler would take for itself.
            builder.environment().put("MEGATRON_JAVA_OPTS", "-XX:TieredStopAtLevel=1");
            builder.environment().put("MEGATRON_GRPC_PORT", "0");
            builder.environment().put("MEGATRON_MANAGEMENT_PORT", "0");
            builder.environment().putAll(settings);
            return new ServerProcess(builder.start(), output);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Returns how long it took since the launch. */
    Duration awaitReady() {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> READY.matcher(output()).find() || !process.isAlive());
        assertThat(output()).as("what the server printed").containsPattern(READY);
        return Duration.ofNanos(System.nanoTime() - launchedAtNanos);
    }

    String grpcHost() {
        return ready().group(1);
    }

    int grpcPort() {
        return Integer.parseInt(ready().group(2));
    }

    private Matcher ready() {
        Matcher line = READY.matcher(output());
        assertThat(line.find()).as("a line 'ready'").isTrue();
        return line;
    }

    /** Everything it printed, logs included. */
    String output() {
        try {
            return Files.readString(output);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    long pid() {
        return process.pid();
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    boolean lives() {
        return process.isAlive();
    }

    /** Waits for its end and returns the exit status. */
    int awaitExit() {
        try {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("the server has ended; it printed\n%s", output())
                    .isTrue();
            return process.exitValue();
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
            throw new AssertionError(hurry);
        }
    }

    /** Waits until it has refused to start, and returns the paragraph in which it says why. */
    String refusal() {
        assertThat(awaitExit()).as("exit status").isNotZero();
        assertThat(output().lines()).noneMatch(line -> line.startsWith("\tat "));
        assertThat(output()).contains(REFUSED);
        String said = output().substring(output().indexOf(REFUSED)).strip();
        System.out.println(said);
        assertThat(said.length()).as("length of %s", said).isLessThan(A_PARAGRAPH);
        return said;
    }

    /** {@code kill -9}. */
    void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /** Sum of a metric over all its labels, as Prometheus reads it. */
    double metric(String name) {
        Matcher line =
                Pattern.compile("(?m)^" + name + "(?:\\{[^}]*})? (\\S+)$").matcher(prometheus());
        assertThat(line.find()).as("the metric %s", name).isTrue();
        double sum = 0;
        do {
            sum += Double.parseDouble(line.group(1));
        } while (line.find());
        return sum;
    }

    private String prometheus() {
        URI address = URI.create(ready().group(3) + "/actuator/prometheus");
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(10)).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException unreachable) {
            throw new UncheckedIOException(unreachable);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
            throw new AssertionError(hurry);
        }
    }

    /** The most memory it ever had resident, where the system tells. */
    long peakMegabytes() {
        try {
            Path status = Path.of("/proc", Long.toString(pid()), "status");
            Matcher peak = PEAK.matcher(Files.readString(status));
            assertThat(peak.find()).as("VmHWM in %s", status).isTrue();
            return Math.ceilDiv(Long.parseLong(peak.group(1)), 1024L);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** However the test ended, no server outlives it; one that is frozen is killed as well. */
    @Override
    public void close() {
        process.destroyForcibly();
    }
}
