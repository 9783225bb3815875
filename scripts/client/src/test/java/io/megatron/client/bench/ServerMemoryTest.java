package io.megatron.client.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ServerMemoryTest {

    @Test
    void the_peak_is_rounded_up_to_whole_megabytes() {
        assertThat(ServerMemory.parse("VmPeak:\t 999 kB\nVmHWM:\t  353281 kB\nVmRSS:\t 1 kB\n"))
                .hasValue(346);
    }

    @Test
    void a_system_that_does_not_tell_is_no_error() {
        assertThat(ServerMemory.parse("")).isEmpty();
    }
}
