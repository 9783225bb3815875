package io.megatron.devservices;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A second Java process that starts a server and then does nothing until it is killed. */
final class Owner implements AutoCloseable {
    private static final String ANSWER = "ANSWER ";

    private final Process process;
    private final String firstLine;

    private Owner(Process process, String firstLine) {
        this.process = process;
        this.firstLine = firstLine;
    }

    static Owner starting(Class<?> program, Path folder) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> words =
                List.of(
                        java.toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        program.getName(),
                        folder.toString());
        Process process =
                new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        BufferedReader output = process.inputReader();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(ANSWER)) {
                return new Owner(process, line.substring(ANSWER.length()));
            }
        }
        throw new IllegalStateException(program + " ended without an answer");
    }

    /** What the child prints is logged too, so its answer carries a mark. */
    static void answer(Object answer) {
        System.out.println(ANSWER + answer);
    }

    static void waitToBeKilled() throws InterruptedException {
        Thread.currentThread().join();
    }

    long pid() {
        return process.pid();
    }

    /** The process id of the server, or the message with which the start was refused. */
    String answer() {
        return firstLine;
    }

    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
