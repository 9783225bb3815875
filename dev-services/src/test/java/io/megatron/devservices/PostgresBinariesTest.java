package io.megatron.devservices;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresBinariesTest {
    @TempDir private Path folder;

    /** On a new machine the two processes of a build start at the same time. */
    @Test
    void two_processes_that_unpack_at_once_leave_one_whole_folder() throws Exception {
        URL archive =
                PostgresBinaries.archive(
                        System.getProperty("os.name"), System.getProperty("os.arch"));
        Path home = folder.resolve("postgres");
        CyclicBarrier together = new CyclicBarrier(2);
        try (ExecutorService processes = Executors.newFixedThreadPool(2)) {
            Future<?> first = processes.submit(() -> unpack(together, archive, home));
            Future<?> second = processes.submit(() -> unpack(together, archive, home));
            first.get();
            second.get();
        }
        assertThat(home.resolve("bin").resolve("postgres")).isExecutable();
        assertThat(namesIn(folder)).containsExactly("postgres");
    }

    private static Path unpack(CyclicBarrier together, URL archive, Path home) throws Exception {
        together.await();
        PostgresBinaries.unpack(archive, home);
        return home;
    }

    private static Stream<String> namesIn(Path folder) throws IOException {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.map(path -> path.getFileName().toString()).toList().stream();
        }
    }
}
