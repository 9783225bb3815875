package io.megatron.server.pricing;

import static io.megatron.server.RunningExchange.newId;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.megatron.pricing.v1.ListSignalsRequest;
import io.megatron.pricing.v1.ListSignalsResponse;
import io.megatron.pricing.v1.Signal;
import io.megatron.pricing.v1.SubmitSignalRequest;
import io.megatron.pricing.v1.SubmitSignalResponse;
import io.megatron.server.Failure;
import io.megatron.server.RunningExchange;
import io.megatron.server.RunningExchange.Person;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signals as an oracle sends them, over the network. */
class SignalsTest {
    @TempDir private static Path folder;

    private static RunningExchange exchange;
    private static Person oracle;

    @BeforeAll
    static void start() throws IOException {
        exchange = RunningExchange.start(folder, Map.of("MEGATRON_ROLES", "api"));
        oracle = exchange.as(UUID.randomUUID(), "oracle");
    }

    @AfterAll
    static void stop() {
        exchange.closeReconciled();
    }

    @Test
    void a_signal_is_taken_once_and_shown_with_all_it_rests_on() {
        String asset = exchange.asset("2", "0.001");
        SubmitSignalRequest request =
                signal(asset)
                        .setDelta("-0.150000")
                        .addSources("https://weather.example/paris")
                        .setRawAnswer("It has\nnot rained.")
                        .build();

        SubmitSignalResponse first = oracle.prices().submitSignal(request);
        SubmitSignalResponse again =
                oracle.prices().submitSignal(request.toBuilder().setDelta("-0.15").build());

        Signal taken = first.getSignal();
        assertThat(first.getReplayed()).isFalse();
        assertThat(taken.getDelta()).isEqualTo("-0.15");
        assertThat(taken.getConfidence()).isEqualTo("0.8");
        assertThat(taken.getBeta()).isEqualTo("0.2");
        assertThat(taken.getFundamentalBefore()).isEqualTo("2");
        assertThat(taken.getFundamentalAfter()).isEqualTo("1.94");
        assertThat(taken.getMarginalPrice()).isEqualTo("2");
        assertThat(taken.getSubmittedBy()).isEqualTo(oracle.id().toString());
        assertThat(taken.getSignalSequence()).isEqualTo(1);
        assertThat(again)
                .isEqualTo(SubmitSignalResponse.newBuilder(first).setReplayed(true).build());
        assertThat(list(asset, 10, "").getSignalsList()).containsExactly(taken);
        assertThat(taken.getSourcesList()).containsExactly("https://weather.example/paris");
        assertThat(taken.getRawAnswer()).isEqualTo("It has\nnot rained.");
    }

    @Test
    void to_validate_says_what_would_be_and_leaves_the_request_id_free() {
        String asset = exchange.asset("1", "0");
        SubmitSignalRequest request = signal(asset).setDelta("0.3").build();

        SubmitSignalResponse would =
                oracle.prices().submitSignal(request.toBuilder().setValidateOnly(true).build());

        assertThat(would.getSignal().getFundamentalAfter()).isEqualTo("1.06");
        assertThat(list(asset, 10, "").getSignalsCount()).isZero();
        assertThat(oracle.prices().submitSignal(request).getReplayed()).isFalse();
    }

    @ParameterizedTest(name = "{0} = {1}: {2}")
    @CsvSource({
        "delta, 0.300001, is not between -0.3 and 0.3",
        "delta, -0.300001, is not between -0.3 and 0.3",
        "delta, 5.0, is not between -0.3 and 0.3",
        "delta, NaN, has a character",
        "delta, 1e-1, has an exponent",
        "delta, +0.1, has a sign",
        "delta, 0.0000001, has more than six fractional digits",
        "delta, '', is required",
        "confidence, -0.1, is not between 0 and 1",
        "confidence, 1.1, is not between 0 and 1",
        "confidence, '', is required",
        "asset_id, x, is not a UUID",
        "request_id, '', is required",
    })
    void what_is_wrong_names_its_field(String field, String value, String complaint) {
        SubmitSignalRequest.Builder request = signal(exchange.asset("1", "0"));
        request.setField(SubmitSignalRequest.getDescriptor().findFieldByName(field), value);

        Failure failure = Failure.of(() -> oracle.prices().submitSignal(request.build()));

        assertThat(failure.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(failure.fields()).containsExactly(field);
        assertThat(failure.message()).contains(complaint);
    }

    @Test
    void sources_and_raw_answers_are_bounded_and_free_of_control_characters() {
        String asset = exchange.asset("1", "0");

        assertThat(invalid(signal(asset).addSources("ok").addSources("a\u0000b")))
                .containsExactly("sources[1]");
        assertThat(invalid(signal(asset).addSources("x".repeat(501))))
                .containsExactly("sources[0]");
        assertThat(invalid(signal(asset).addSources(" "))).containsExactly("sources[0]");
        assertThat(
                        invalid(
                                signal(asset)
                                        .addAllSources(
                                                IntStream.range(0, 21)
                                                        .mapToObj(i -> "source " + i)
                                                        .toList())))
                .containsExactly("sources");
        assertThat(invalid(signal(asset).setRawAnswer("x".repeat(4001))))
                .containsExactly("raw_answer");
        assertThat(invalid(signal(asset).setRawAnswer("\u001b[2J"))).containsExactly("raw_answer");
        String longest = "\uD83C\uDF27".repeat(4_000);
        assertThat(
                        oracle.prices()
                                .submitSignal(signal(asset).setRawAnswer(longest).build())
                                .getSignal()
                                .getRawAnswer())
                .isEqualTo(longest);
    }

    @Test
    void a_day_s_limit_is_a_refusal_that_says_what_is_left() {
        String asset = exchange.asset("1", "0");
        for (int i = 0; i < 4; i++) {
            oracle.prices().submitSignal(signal(asset).setDelta("0.3").build());
        }

        Failure failure =
                Failure.of(
                        () -> oracle.prices().submitSignal(signal(asset).setDelta("0.3").build()));

        assertThat(failure.code()).isEqualTo(Status.Code.FAILED_PRECONDITION);
        assertThat(failure.reason()).isEqualTo("SIGNAL_LIMIT_EXCEEDED");
        assertThat(failure.metadata())
                .containsEntry("max_delta_left", "0.148608")
                .containsEntry("min_delta_left", "-0.3")
                .containsEntry("fault", "policy");
    }

    @Test
    void a_doubtful_signal_and_one_about_a_funding_asset_are_refused() {
        Failure doubtful =
                Failure.of(
                        () ->
                                oracle.prices()
                                        .submitSignal(
                                                signal(exchange.asset("1", "0"))
                                                        .setConfidence("0.39")
                                                        .build()));
        Failure early =
                Failure.of(
                        () ->
                                oracle.prices()
                                        .submitSignal(
                                                signal(exchange.unfundedAsset("1", "0")).build()));

        assertThat(doubtful.reason()).isEqualTo("SIGNAL_CONFIDENCE_TOO_LOW");
        assertThat(early.reason()).isEqualTo("ASSET_NOT_ACTIVE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "admin", "ops"})
    void only_an_oracle_sends_signals(String role) {
        Person other = exchange.as(UUID.randomUUID(), role);

        Failure failure = Failure.of(() -> other.prices().submitSignal(signal(newId()).build()));

        assertThat(failure.code()).isEqualTo(Status.Code.PERMISSION_DENIED);
    }

    @Test
    void users_do_not_see_what_signals_rest_on_and_operators_do() {
        ListSignalsRequest all = ListSignalsRequest.getDefaultInstance();

        Failure failure = Failure.of(() -> exchange.traderWith("0").prices().listSignals(all));

        assertThat(failure.code()).isEqualTo(Status.Code.PERMISSION_DENIED);
        exchange.as(UUID.randomUUID(), "ops").prices().listSignals(all);
        exchange.as(UUID.randomUUID(), "admin").prices().listSignals(all);
    }

    @Test
    void lists_come_in_pages_newest_first_that_stay_in_their_list() {
        String asset = exchange.asset("1", "0");
        for (int i = 0; i < 5; i++) {
            oracle.prices().submitSignal(signal(asset).setDelta("0.01").build());
        }
        List<Long> seen = new ArrayList<>();
        String token = "";
        do {
            ListSignalsResponse page = list(asset, 2, token);
            page.getSignalsList().forEach(signal -> seen.add(signal.getSignalSequence()));
            token = page.getNextPageToken();
            // What comes meanwhile neither shifts nor repeats a page.
            oracle.prices().submitSignal(signal(asset).setDelta("0.01").build());
        } while (!token.isEmpty());

        assertThat(seen).containsExactly(5L, 4L, 3L, 2L, 1L);
        String foreign = list(asset, 1, "").getNextPageToken();
        Failure failure = Failure.of(() -> list("", 1, foreign));
        assertThat(failure.fields()).containsExactly("page_token");
        assertThat(Failure.of(() -> list(newId(), 1, "")).reason()).isEqualTo("ASSET_NOT_FOUND");
    }

    private static List<String> invalid(SubmitSignalRequest.Builder request) {
        Failure failure = Failure.of(() -> oracle.prices().submitSignal(request.build()));
        assertThat(failure.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        return failure.fields();
    }

    private static SubmitSignalRequest.Builder signal(String asset) {
        return SubmitSignalRequest.newBuilder()
                .setRequestId(newId())
                .setAssetId(asset)
                .setDelta("0.1")
                .setConfidence("0.8");
    }

    private static ListSignalsResponse list(String asset, int size, String token) {
        return oracle.prices()
                .listSignals(
                        ListSignalsRequest.newBuilder()
                                .setAssetId(asset)
                                .setPageSize(size)
                                .setPageToken(token)
                                .build());
    }
}
