package io.megatron.devservices;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Where {@code scripts/chain/install} has put anvil. */
record ChainPrograms(Path folder) {
    private static final String PREFIX = "anvil-";

    /** The program for this machine: npm installs no other. */
    Optional<Path> anvil() {
        Path packages = folder.resolve("node_modules/@foundry-rs");
        if (!Files.isDirectory(packages)) {
            return Optional.empty();
        }
        try (Stream<Path> installed = Files.list(packages)) {
            return installed
                    .filter(path -> path.getFileName().toString().startsWith(PREFIX))
                    .map(path -> path.resolve("bin/anvil"))
                    .filter(Files::isExecutable)
                    .min(Comparator.naturalOrder());
        } catch (IOException failure) {
            throw new DevServiceException("Cannot look for anvil in " + packages, failure);
        }
    }
}
