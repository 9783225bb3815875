package io.megatron.client.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SoakResultTest {
    /** The heap is not known in the first third, and stretches 4 and 9 are disturbed. */
    private static final List<SoakStretch> TEN =
            IntStream.rangeClosed(1, 10).mapToObj(SoakResultTest::stretch).toList();

    @Test
    void what_grows_is_the_last_third_over_the_first_whatever_a_single_stretch_shows() {
        SoakResult.Growth growth = soak(TEN, 0).growth();

        assertThat(growth.p50()).isEqualTo(1);
        assertThat(growth.p99()).isEqualTo(1.25);
        assertThat(growth.rss()).isEqualTo(409.0 / 402);
        assertThat(growth.heap()).isNaN();
        assertThat(growth.hotTables()).isEqualTo(1.1);
        assertThat(growth.most()).isEqualTo(1.25);
    }

    @Test
    void a_soak_is_one_line_of_json_and_each_of_its_stretches_another() {
        assertThat(soak(TEN, 0).toJson())
                .hasToString(
                        "{\"case\":\"soak\",\"minutes\":10.0,\"peak_per_s\":5000,\"due_per_s\":3500,"
                            + "\"trades_per_s\":3500,\"p50_ms\":8.00,\"p99_ms\":25.00,"
                            + "\"failed\":2,\"aborts\":0,\"reconciled\":true,"
                            + "\"p50_growth\":1.000,\"p99_growth\":1.250,"
                            + "\"rss_growth\":1.017,\"live_heap_growth\":null,"
                            + "\"hot_tables_growth\":1.100,\"database_mb\":1010,"
                            + "\"failures\":{\"SERVER_BUSY\":2}}");
        assertThat(TEN.getFirst().toJson())
                .hasToString(
                        "{\"case\":\"soak_stretch\",\"after_s\":60,\"trades_per_s\":3500,"
                                + "\"p50_ms\":8.00,\"p99_ms\":20.00,\"failed\":0,"
                                + "\"rss_mb\":401,\"live_heap_mb\":null,"
                                + "\"hot_tables_mb\":10.0,\"dead_rows\":100,"
                                + "\"database_mb\":1001,\"failures\":{}}");
    }

    @Test
    void a_soak_is_required_not_to_grow_and_to_have_no_flaw() {
        SoakResult flawless =
                soak(
                        Stream.concat(TEN.subList(0, 3).stream(), TEN.subList(4, 8).stream())
                                .toList(),
                        0);

        assertThat(complaints(1.3, flawless)).isEmpty();
        assertThat(complaints(1.2, flawless))
                .containsExactly(
                        "soak: p50 1.00, p99 1.25, memory 1.01, live heap - and hot tables 1.10"
                                + " times as much as at first, 1.2 is allowed; 0 calls failed,"
                                + " 0 aborts, reconciled: yes");
        assertThat(complaints(1.3, soak(TEN, 3)))
                .singleElement()
                .asString()
                .endsWith("2 calls failed, 3 aborts, reconciled: yes");
    }

    private static List<String> complaints(double growth, CaseResult result) {
        return new Requirements(null, null, null, null, growth).complaints(List.of(result));
    }

    private static SoakResult soak(List<SoakStretch> stretches, long aborts) {
        return new SoakResult(5_000, 3_500, stretches, aborts, Reconciled.YES);
    }

    private static SoakStretch stretch(int number) {
        boolean late = number > 5;
        boolean disturbed = number % 5 == 4;
        return new SoakStretch(
                Duration.ofMinutes(number),
                3_500,
                8,
                disturbed ? 500 : late ? 25 : 20,
                disturbed ? Map.of("SERVER_BUSY", 1L) : Map.of(),
                new Footprint(
                        OptionalLong.of(400 + number),
                        late ? 80 : Double.NaN,
                        new Footprint.HotTables(late ? 11 : 10, 100),
                        1_000 + number));
    }
}
