package io.megatron.client.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void words_stand_to_the_left_and_figures_to_the_right() {
        Table table =
                new Table()
                        .words("asset")
                        .figures("shares")
                        .words("remark")
                        .row("RAIN", "12.5", "")
                        .row("S", "7", "whole");

        assertThat(table.indentedBy(2))
                .isEqualTo(
                        """
                          asset  shares  remark
                          RAIN     12.5
                          S           7  whole
                        """);
    }

    @Test
    void a_row_fills_all_columns() {
        assertThatThrownBy(() -> new Table().words("one", "two").row("1"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
