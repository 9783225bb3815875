package io.megatron.server.pricing;

import static io.megatron.server.RunningExchange.newId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.megatron.operations.v1.Job;
import io.megatron.operations.v1.ListJobsRequest;
import io.megatron.operations.v1.ListRunItemsRequest;
import io.megatron.operations.v1.Run;
import io.megatron.operations.v1.RunItem;
import io.megatron.operations.v1.RunJobRequest;
import io.megatron.operations.v1.RunState;
import io.megatron.operations.v1.WatchRunRequest;
import io.megatron.operations.v1.WatchRunResponse;
import io.megatron.pricing.v1.ListSignalsRequest;
import io.megatron.pricing.v1.Signal;
import io.megatron.server.RunningExchange;
import io.megatron.server.RunningExchange.Person;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The job as operators meet it, switched on and off. */
@ExtendWith(OutputCaptureExtension.class)
class FundamentalSignalsTest {
    private static final String JOB = "fundamental-signals";
    private static final String SEARCH_KEY = "serper-4711-secret";
    private static final String MODEL_KEY = "endpoint-0815-secret";
    private static final AtomicInteger ASKED = new AtomicInteger();

    @TempDir private static Path folder;

    private static HttpServer outside;
    private static volatile String modelSays = "";
    private static RunningExchange exchange;
    private static Person ops;

    @BeforeAll
    static void start() throws IOException {
        outside = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        outside.createContext("/search", FundamentalSignalsTest::search);
        outside.createContext("/v1/chat/completions", FundamentalSignalsTest::chat);
        outside.start();
        String address = "http://127.0.0.1:" + outside.getAddress().getPort();
        exchange =
                RunningExchange.start(
                        folder,
                        Map.of(
                                "MEGATRON_JOBS_POLL",
                                "50ms",
                                "MEGATRON_JOBS_SCHEDULED",
                                "false",
                                "MEGATRON_SIGNALS_SEARCH_URL",
                                address + "/search",
                                "MEGATRON_SIGNALS_SEARCH_KEY",
                                SEARCH_KEY,
                                "MEGATRON_SIGNALS_MODEL_URL",
                                address + "/v1",
                                "MEGATRON_SIGNALS_MODEL_KEY",
                                MODEL_KEY,
                                "MEGATRON_SIGNALS_RETRY_PAUSE",
                                "1ms"));
        ops = exchange.as(UUID.randomUUID(), "ops");
    }

    @AfterAll
    static void stop() {
        exchange.closeReconciled();
        outside.stop(0);
    }

    @Test
    void a_preview_asks_nobody_and_a_run_submits_a_signal_for_each_asset(CapturedOutput output) {
        String asset = exchange.asset("1", "0");
        exchange.unfundedAsset("1", "0");
        modelSays = "{\\\"delta\\\": -0.2, \\\"confidence\\\": 0.9}";
        int askedBefore = ASKED.get();

        Run preview = run(exchange, true);
        assertThat(items(exchange, preview))
                .filteredOn(item -> item.getItem().contains(asset))
                .extracting(RunItem::getSkipped, RunItem::getMessage)
                .containsExactly(
                        tuple(
                                false,
                                "would be asked about; 144 calls and 300000 tokens left today"));
        assertThat(ASKED).hasValue(askedBefore);

        Run run = run(exchange, false);
        assertThat(run.getState()).isEqualTo(RunState.RUN_STATE_COMPLETED);
        assertThat(run.getItemsSkipped()).isZero();
        assertThat(run.getItemsChanged()).isEqualTo(run.getItemsDone()).isPositive();
        Signal signal = signals(asset).getFirst();
        assertThat(signal.getFundamentalAfter()).isEqualTo("0.96");
        assertThat(signal.getSourcesList()).containsExactly("https://weather.example/paris");
        assertThat(signal.getRawAnswer()).isEqualTo("{\"delta\": -0.2, \"confidence\": 0.9}");
        assertThat(output.getAll()).doesNotContain(SEARCH_KEY).doesNotContain(MODEL_KEY);
    }

    @Test
    void what_cannot_be_used_is_skipped_with_its_reason_and_the_run_goes_on() {
        String asset = exchange.asset("1", "0");
        modelSays = "I would rather not say.";

        Run run = run(exchange, false);

        assertThat(run.getState()).isEqualTo(RunState.RUN_STATE_COMPLETED);
        assertThat(items(exchange, run))
                .filteredOn(item -> item.getItem().contains(asset))
                .extracting(RunItem::getSkipped, RunItem::getCode)
                .containsExactly(tuple(true, "SIGNAL_ANSWER_UNUSABLE"));
        assertThat(signals(asset)).isEmpty();
    }

    @Test
    void without_keys_the_job_is_off_and_says_so_wherever_one_looks(CapturedOutput output)
            throws IOException {
        try (RunningExchange silent =
                RunningExchange.start(
                        folder,
                        Map.of(
                                "MEGATRON_JOBS_POLL", "50ms",
                                "MEGATRON_JOBS_SCHEDULED", "false"))) {
            silent.asset("1", "0");

            Run run = run(silent, false);

            assertThat(run.getState()).isEqualTo(RunState.RUN_STATE_COMPLETED);
            assertThat(run.getItemsChanged()).isZero();
            assertThat(items(silent, run))
                    .extracting(RunItem::getItem, RunItem::getCode)
                    .containsExactly(tuple("settings", "SIGNALS_OFF"));
            assertThat(description(silent)).contains("off: MEGATRON_SIGNALS_SEARCH_KEY");
            assertThat(output.getAll()).contains(JOB + " is off: MEGATRON_SIGNALS_SEARCH_KEY");
            assertThat(silent.reconcile().getClean()).isTrue();
        }
        assertThat(description(exchange)).doesNotContain("off");
    }

    private static String description(RunningExchange where) {
        return where
                .admin()
                .jobs()
                .listJobs(ListJobsRequest.getDefaultInstance())
                .getJobsList()
                .stream()
                .filter(job -> job.getJob().equals(JOB))
                .map(Job::getDescription)
                .findFirst()
                .orElseThrow();
    }

    private static List<Signal> signals(String asset) {
        return ops.prices()
                .listSignals(ListSignalsRequest.newBuilder().setAssetId(asset).build())
                .getSignalsList();
    }

    private static Run run(RunningExchange where, boolean preview) {
        Person operator = where.as(UUID.randomUUID(), "ops");
        String id =
                operator.jobs()
                        .runJob(
                                RunJobRequest.newBuilder()
                                        .setRequestId(newId())
                                        .setJob(JOB)
                                        .setReason("a test")
                                        .setValidateOnly(preview)
                                        .build())
                        .getRun()
                        .getRunId();
        Iterator<WatchRunResponse> watched =
                operator.jobs()
                        .withDeadlineAfter(Duration.ofSeconds(60))
                        .watchRun(WatchRunRequest.newBuilder().setRunId(id).build());
        Run last = Run.getDefaultInstance();
        while (watched.hasNext()) {
            last = watched.next().getRun();
        }
        return last;
    }

    private static List<RunItem> items(RunningExchange where, Run run) {
        return where.as(UUID.randomUUID(), "ops")
                .jobs()
                .listRunItems(ListRunItemsRequest.newBuilder().setRunId(run.getRunId()).build())
                .getItemsList();
    }

    private static void search(HttpExchange request) throws IOException {
        respond(
                request,
                SEARCH_KEY.equals(request.getRequestHeaders().getFirst("X-API-KEY")),
                """
                {"searchParameters":{"q":"x","type":"search"},"organic":[{"title":"Rain",
                 "link":"https://weather.example/paris","snippet":"It rained.","position":1}],"credits":1}
                """);
    }

    private static void chat(HttpExchange request) throws IOException {
        respond(
                request,
                ("Bearer " + MODEL_KEY)
                        .equals(request.getRequestHeaders().getFirst("Authorization")),
                """
                {"id":"chatcmpl-1","object":"chat.completion","created":1700000000,"model":"tgi",
                 "choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"%s"}}],
                 "usage":{"prompt_tokens":900,"completion_tokens":20,"total_tokens":920}}
                """
                        .formatted(modelSays));
    }

    private static void respond(HttpExchange request, boolean known, String body)
            throws IOException {
        ASKED.incrementAndGet();
        request.getRequestBody().readAllBytes();
        byte[] bytes = (known ? body : "{}").getBytes(StandardCharsets.UTF_8);
        request.getResponseHeaders().set("Content-Type", "application/json");
        request.sendResponseHeaders(known ? 200 : 401, bytes.length);
        try (OutputStream out = request.getResponseBody()) {
            out.write(bytes);
        }
    }
}
