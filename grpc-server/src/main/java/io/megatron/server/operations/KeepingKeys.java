package io.megatron.server.operations;

import io.megatron.core.Secret;
import io.megatron.core.custody.Eip55;
import io.megatron.core.custody.keys.Keystore;
import io.megatron.core.custody.keys.KeystoreException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Makes and shows the file with an installation's keys ({@code scripts/keystore}). Runs instead of
 * a server and touches nothing but that file. Its password comes from the environment, as a
 * server's does, or from a file, and never from the command line, where others could read it.
 */
public final class KeepingKeys {
    private static final String PASSWORD = "MEGATRON_KEYSTORE_PASSWORD";
    private static final String PASSWORD_FILE = "MEGATRON_KEYSTORE_PASSWORD_FILE";

    private final Map<String, String> environment;
    private final BufferedReader in;
    private final PrintStream out;
    private final PrintStream err;

    /**
     * @param in where words are read from that keys are restored from
     */
    public KeepingKeys(
            Map<String, String> environment, BufferedReader in, PrintStream out, PrintStream err) {
        this.environment = environment;
        this.in = in;
        this.out = out;
        this.err = err;
    }

    /**
     * Does one thing.
     *
     * @param action create, restore, show or words
     * @return the exit status: 0 when it was done, 1 when it could not be, 2 for an unknown action
     */
    public int run(String action, Path file) {
        try {
            switch (action) {
                case "create" -> show(Keystore.create(file, password()));
                case "restore" ->
                        show(Keystore.restore(file, password(), Secret.of(in.readLine())));
                case "show" -> show(Keystore.open(file, password()));
                case "words" -> out.println(Keystore.open(file, password()).mnemonic().reveal());
                default -> {
                    err.println("a keystore can be created, restored and shown; see --help");
                    return 2;
                }
            }
            return 0;
        } catch (KeystoreException | IOException failure) {
            err.println("keystore: " + failure.getMessage());
            return 1;
        }
    }

    private Secret password() throws IOException {
        String file = environment.getOrDefault(PASSWORD_FILE, "");
        String password = environment.getOrDefault(PASSWORD, "");
        if (file.isEmpty() == password.isEmpty()) {
            throw new KeystoreException(
                    "set one of " + PASSWORD + " and " + PASSWORD_FILE + ": it protects the keys");
        }
        return Secret.of(file.isEmpty() ? password : read(file));
    }

    private static String read(String passwordFile) throws IOException {
        try {
            return Files.readString(Path.of(passwordFile));
        } catch (IOException failure) {
            throw new IOException(
                    "cannot read %s, which %s names".formatted(passwordFile, PASSWORD_FILE),
                    failure);
        }
    }

    private void show(Keystore keystore) {
        out.println("hot wallet    " + Eip55.format(keystore.hotWallet().address()));
        out.println("pays gas      " + Eip55.format(keystore.submitter(0).address()));
        out.println("deposit xpub  " + keystore.depositXpub());
    }
}
