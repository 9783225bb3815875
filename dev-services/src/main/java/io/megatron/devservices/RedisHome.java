package io.megatron.devservices;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import redis.embedded.RedisExecProvider;

/**
 * One folder with a Redis in it: what lies where.
 *
 * <p>The program is unpacked into the folder itself, so that a process running this very file is
 * known to be ours.
 */
record RedisHome(Path folder) {
    static final String LOCK_NAME = "redis.lock";

    Path program() {
        return folder.resolve("redis-server");
    }

    Path settings() {
        return folder.resolve("redis.conf");
    }

    Path log() {
        return folder.resolve("redis.log");
    }

    Path port() {
        return folder.resolve("redis.port");
    }

    Path pidFile() {
        return folder.resolve("redis.pid");
    }

    void unpackProgram() throws IOException {
        unpackProgram(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    void unpackProgram(String system, String machine) throws IOException {
        String resource =
                "/redis-server-%s-%s"
                        .formatted(RedisExecProvider.redisVersion, platform(system, machine));
        Path beside = folder.resolve("redis-server.unpacking");
        try (InputStream program = RedisHome.class.getResourceAsStream(resource)) {
            if (program == null) {
                throw new DevServiceException(
                        ("There is no Redis binary for %s on %s: use Linux or macOS (amd64, arm64),"
                                        + " or give the URL of a Redis of your own")
                                .formatted(system, machine));
            }
            Files.copy(program, beside, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.setPosixFilePermissions(beside, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.move(beside, program(), StandardCopyOption.ATOMIC_MOVE);
    }

    private static String platform(String system, String machine) {
        String systemName = system.startsWith("Mac") ? "darwin" : system.toLowerCase(Locale.ROOT);
        return switch (machine) {
            case "amd64", "x86_64" -> systemName + "-amd64";
            case "aarch64", "arm64" -> systemName + "-arm64";
            default -> systemName + "-" + machine;
        };
    }
}
