package io.megatron.devservices;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Under whom Postgres runs, since it refuses to run as root.
 *
 * <p>An ordinary user runs it as himself. Root runs it inside a user namespace, where it has no
 * privileges but still owns root's files, so that a project below a root-only folder works too.
 * Where the kernel or a container forbids that, it runs as {@code nobody}, who then owns the data
 * and must be able to reach it.
 */
record ServerUser(String name, int uid, int gid, List<String> prefix) {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Path ANYWHERE = Path.of("/");

    ServerUser {
        prefix = List.copyOf(prefix);
    }

    /** The first one who can reach all the given folders. */
    static ServerUser whoReaches(Path... folders) {
        return whoReaches(candidates(), folders);
    }

    static ServerUser whoReaches(List<ServerUser> candidates, Path... folders) {
        List<String> obstacles = new ArrayList<>();
        for (ServerUser candidate : candidates) {
            Optional<Path> obstacle = candidate.firstObstacle(folders);
            if (obstacle.isEmpty()) {
                return candidate;
            }
            obstacles.add(candidate.name + " cannot enter " + obstacle.get());
        }
        throw new DevServiceException(
                "Postgres refuses to run as root, and "
                        + (obstacles.isEmpty()
                                ? "no other user can be borrowed"
                                : String.join(", ", obstacles))
                        + ". Run as an ordinary user, choose a folder that everybody may enter,"
                        + " or allow it with 'chmod o+x' on that folder.");
    }

    static List<ServerUser> candidates() {
        UnixSystem unix = new UnixSystem();
        int uid = (int) unix.getUid();
        if (uid != 0) {
            return List.of(new ServerUser(unix.getUsername(), uid, (int) unix.getGid(), List.of()));
        }
        return Stream.of(rootWithoutPrivileges(), nobody()).flatMap(Optional::stream).toList();
    }

    /**
     * {@code unshare} replaces itself by the program, so process ids and parents are those of a
     * plain start.
     */
    static Optional<ServerUser> rootWithoutPrivileges() {
        List<String> prefix = List.of("unshare", "-U");
        return works(prefix)
                ? Optional.of(new ServerUser("root without privileges", 0, 0, prefix))
                : Optional.empty();
    }

    static Optional<ServerUser> nobody() {
        Optional<Integer> uid = idOfNobody("-u");
        Optional<Integer> gid = idOfNobody("-g");
        if (uid.isEmpty() || gid.isEmpty()) {
            return Optional.empty();
        }
        List<String> setpriv =
                List.of(
                        "setpriv",
                        "--reuid=" + uid.get(),
                        "--regid=" + gid.get(),
                        "--clear-groups");
        List<String> runuser = List.of("runuser", "-u", "nobody", "--");
        return Stream.of(setpriv, runuser)
                .filter(ServerUser::works)
                .findFirst()
                .map(prefix -> new ServerUser("nobody", uid.get(), gid.get(), prefix));
    }

    private static Optional<Integer> idOfNobody(String which) {
        try {
            Command.Result result = Command.run(List.of("id", which, "nobody"), ANYWHERE, PATIENCE);
            return result.succeeded()
                    ? Optional.of(Integer.parseInt(result.output()))
                    : Optional.empty();
        } catch (DevServiceException | NumberFormatException unknown) {
            return Optional.empty();
        }
    }

    private static boolean works(List<String> prefix) {
        try {
            return Command.run(with(prefix, List.of("true")), ANYWHERE, PATIENCE).succeeded();
        } catch (DevServiceException missing) {
            return false;
        }
    }

    List<String> command(List<String> words) {
        return with(prefix, words);
    }

    private static List<String> with(List<String> prefix, List<String> words) {
        return Stream.concat(prefix.stream(), words.stream()).toList();
    }

    private Optional<Path> firstObstacle(Path... folders) {
        if (prefix.isEmpty()) {
            return Optional.empty();
        }
        for (Path folder : folders) {
            openOurOwn(folder);
            if (!enters(folder)) {
                return waysTo(folder).filter(way -> !enters(way)).findFirst();
            }
        }
        return Optional.empty();
    }

    private static Stream<Path> waysTo(Path folder) {
        List<Path> ways = new ArrayList<>();
        for (Path way = folder; way != null; way = way.getParent()) {
            ways.addFirst(way);
        }
        return ways.stream();
    }

    private boolean enters(Path folder) {
        return Command.run(command(List.of("test", "-x", folder.toString())), ANYWHERE, PATIENCE)
                .succeeded();
    }

    /**
     * The last folder is ours to open, never its parents; what is secret inside has permissions of
     * its own.
     */
    private void openOurOwn(Path folder) {
        if (uid == 0) {
            return;
        }
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder);
            if (permissions.add(PosixFilePermission.OTHERS_EXECUTE)) {
                Files.setPosixFilePermissions(folder, permissions);
            }
        } catch (IOException failure) {
            throw new DevServiceException(
                    "Cannot open " + folder + " for " + name + ": " + failure, failure);
        }
    }

    /**
     * Hands a folder with all it holds to this user, for it may have been created under another
     * one.
     */
    void own(Path folder) {
        try {
            if (ownerOf(folder) == uid) {
                return;
            }
            if (prefix.isEmpty()) {
                throw new DevServiceException(
                        folder
                                + " belongs to another user: run as that user or choose another"
                                + " folder");
            }
            handOver(folder);
        } catch (IOException | UncheckedIOException failure) {
            throw new DevServiceException(
                    "Cannot give " + folder + " to " + name + ": " + failure, failure);
        }
    }

    private static int ownerOf(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * The folder itself comes last: as long as it has its old owner, an interrupted hand-over is
     * repeated.
     */
    private void handOver(Path folder) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> paths = Files.walk(folder)) {
            deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.setAttribute(path, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
        }
    }
}
