package io.megatron.devservices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data folder that cannot be used is told apart from a server that does not work. */
class TreesTest {
    @TempDir private Path temporary;

    @Test
    void a_folder_that_cannot_be_made_says_why_and_what_to_do() throws Exception {
        Path file = Files.createFile(temporary.resolve("data"));

        assertThatThrownBy(() -> Trees.realFolder(file))
                .isInstanceOf(DevServiceException.class)
                .hasMessageContainingAll(
                        file.toString(), "there is a file of that name", "MEGATRON_DATA");
        assertThatThrownBy(() -> Trees.realFolder(file.resolve("postgres")))
                .isInstanceOf(DevServiceException.class)
                .hasMessageContainingAll("Not a directory", "MEGATRON_DATA");
    }

    @Test
    void a_folder_that_belongs_to_others_is_called_that() {
        Path lock = temporary.resolve("lock");

        assertThat(Trees.unusable("lock", lock, new AccessDeniedException(lock.toString())))
                .hasMessage(
                        "Cannot lock %s: permission denied. Let this user write there, or choose"
                                        .formatted(lock)
                                + " another folder with MEGATRON_DATA.");
    }
}
