package io.megatron.devservices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A chain in a folder: its token, what it keeps, whom it refuses. */
@Timeout(60)
class DevChainTest {
    /** Modules lie beside scripts, also for a child process. */
    static final Path PROGRAMS = Path.of("..", "scripts", "chain").toAbsolutePath().normalize();

    private static final String SOMEBODY = "0x00000000000000000000000000000000000000aa";
    private static final long MICROS = 2_500_000;
    private static final String BALANCE_OF = "0x70a08231";

    @TempDir private Path temporary;
    private Path folder = Path.of("");

    @BeforeEach
    void nameTheFolder() throws Exception {
        folder = temporary.toRealPath().resolve("it's \"data\"").resolve("chain");
    }

    @Test
    void the_token_pays_and_the_chain_keeps_it() {
        long height;
        try (DevChain chain = start()) {
            chain.mint(SOMEBODY, MICROS);
            chain.fundGas(SOMEBODY, BigInteger.TEN);
            assertThat(balance(chain)).isEqualTo(MICROS);
            height = height(chain);
        }
        try (DevChain again = start()) {
            assertThat(height(again)).isGreaterThanOrEqualTo(height);
            assertThat(balance(again)).isEqualTo(MICROS);
            again.mint(SOMEBODY, 1);
            assertThat(balance(again)).isEqualTo(MICROS + 1);
        }
    }

    @Test
    void a_killed_chain_is_started_again_with_what_it_had_written() {
        try (DevChain chain = start()) {
            chain.mint(SOMEBODY, MICROS);
            Path state = folder.resolve("state.json");
            assertThat(Waiting.until(Duration.ofSeconds(20), () -> Trees.size(state) > 0)).isTrue();
            ProcessHandle process = ProcessHandle.of(chain.pid()).orElseThrow();
            process.destroyForcibly();
            process.onExit().join();
        }
        try (DevChain again = start()) {
            again.mint(SOMEBODY, 1);
            assertThat(balance(again)).isPositive();
        }
    }

    @Test
    void what_a_killed_chain_knew_of_older_blocks_is_left_nowhere() throws IOException {
        Path older = folder.resolve("states");
        List<Path> left;
        try (DevChain chain = start()) {
            chain.mine(700);
            ProcessHandle process = ProcessHandle.of(chain.pid()).orElseThrow();
            process.destroyForcibly();
            process.onExit().join();
            try (Stream<Path> states = Files.list(older)) {
                left = states.toList();
            }
        }
        assertThat(left).isNotEmpty();
        try (DevChain _ = start()) {
            assertThat(left).noneMatch(Files::exists);
        }
    }

    @Test
    void the_orphan_of_a_killed_owner_is_adopted_and_stopped() throws Exception {
        long pid;
        try (Owner owner = Owner.starting(ChainOwner.class, folder)) {
            pid = Long.parseLong(owner.answer());
        }
        try (DevChain chain = start()) {
            assertThat(chain.pid()).isEqualTo(pid);
            chain.mint(SOMEBODY, MICROS);
            assertThat(balance(chain)).isEqualTo(MICROS);
        }
        assertThat(ProcessHandle.of(pid).filter(Processes::lives)).isEmpty();
    }

    @Test
    void a_folder_has_one_living_owner() {
        try (DevChain chain = start()) {
            assertThatThrownBy(this::start)
                    .isInstanceOf(DevServiceException.class)
                    .hasMessageContaining("uses this folder");
            assertThat(height(chain)).isPositive();
        }
    }

    @Test
    void a_chain_of_somebody_else_s_on_the_port_is_not_taken_for_ours() throws IOException {
        try (DevChain foreign = start()) {
            ChainHome home = new ChainHome(Files.createDirectory(temporary.resolve("ours")));
            StartingChain starting = new StartingChain(home, slowAnvil(), ChainPace.INSTANT, false);
            int taken = Ports.stored(folder.resolve("chain.port")).orElseThrow();

            assertThat(starting.launchOn(taken)).isEmpty();

            assertThat(home.storedProcess()).isEmpty();
            assertThat(height(foreign)).isEqualTo(1);
        }
    }

    @Test
    void without_anvil_it_says_how_to_get_it() {
        assertThat(DevChain.isInstalled(temporary)).isFalse();
        assertThatThrownBy(() -> DevChain.start(folder, temporary, ChainPace.INSTANT))
                .isInstanceOf(DevServiceException.class)
                .hasMessageContaining("scripts/chain/install");
    }

    @Test
    void what_is_final_is_two_blocks_old() {
        try (DevChain chain = DevChain.startTemporary(ChainPace.INSTANT)) {
            chain.mine(10);
            String last = chain.ask("eth_blockNumber").asString();
            String finalized =
                    chain.ask("eth_getBlockByNumber", "finalized", false).get("number").asString();
            assertThat(Long.decode(last) - Long.decode(finalized)).isEqualTo(2);
        }
    }

    private DevChain start() {
        return DevChain.start(folder, PROGRAMS, ChainPace.INSTANT);
    }

    /** One that finds its port taken only when somebody else has long answered there. */
    private Path slowAnvil() throws IOException {
        Path anvil = new ChainPrograms(PROGRAMS).anvil().orElseThrow();
        Path slow = temporary.resolve("slow-anvil");
        Files.writeString(slow, "#!/bin/sh\nsleep 1\nexec '%s' \"$@\"\n".formatted(anvil));
        Files.setPosixFilePermissions(slow, PosixFilePermissions.fromString("rwx------"));
        return slow;
    }

    private static long height(DevChain chain) {
        return Long.decode(chain.ask("eth_blockNumber").asString());
    }

    private static long balance(DevChain chain) {
        String data = BALANCE_OF + DevChain.word(SOMEBODY);
        Map<String, String> call = Map.of("to", chain.token(), "data", data);
        String word = chain.ask("eth_call", call, "latest").asString();
        return new BigInteger(word.substring(2), 16).longValueExact();
    }
}
