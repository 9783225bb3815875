package io.megatron.client.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JsonLineTest {

    @Test
    void members_keep_their_order_and_fractions_their_digits() {
        assertThat(
                        new JsonLine()
                                .put("word", "hot")
                                .put("count", 3)
                                .put("rate", 2.0 / 3, 2)
                                .put("clean", true)
                                .put("inner", new JsonLine().put("b", 1).put("a", 2)))
                .hasToString(
                        "{\"word\":\"hot\",\"count\":3,\"rate\":0.67,\"clean\":true,"
                                + "\"inner\":{\"b\":1,\"a\":2}}");
    }

    @Test
    void what_json_cannot_say_is_null() {
        assertThat(
                        new JsonLine()
                                .put("nan", Double.NaN, 1)
                                .put("infinite", Double.POSITIVE_INFINITY, 1)
                                .put("absent", (Long) null))
                .hasToString("{\"nan\":null,\"infinite\":null,\"absent\":null}");
    }

    @Test
    void text_is_escaped() {
        assertThat(new JsonLine().put("a\"b", "c\\d\n\u00e9"))
                .hasToString("{\"a\\\"b\":\"c\\\\d\\u000a\u00e9\"}");
    }
}
