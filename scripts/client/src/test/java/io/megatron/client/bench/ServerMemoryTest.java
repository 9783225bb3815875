package io.megatron.client.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ServerMemoryTest {

    @Test
    void the_peak_is_rounded_up_to_whole_megabytes() {
        assertThat(ServerMemory.peak("VmPeak:\t 999 kB\nVmHWM:\t  353281 kB\nVmRSS:\t 1 kB\n"))
                .hasValue(346);
    }

    @Test
    void what_is_resident_now_is_another_line_than_the_peak() {
        assertThat(ServerMemory.now("VmHWM:\t  353281 kB\nVmRSS:\t 2049 kB\n")).hasValue(3);
    }

    @Test
    void a_system_that_does_not_tell_is_no_error() {
        assertThat(ServerMemory.peak("")).isEmpty();
    }
}
