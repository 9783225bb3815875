package io.megatron.client.access;

import io.megatron.client.ClientException;
import io.megatron.client.connection.Installation;
import io.megatron.options.v1.Role;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code scripts/token}. */
@Command(name = "token")
public final class TokenCommand implements Runnable {
    @Parameters(index = "0", paramLabel = "ROLE")
    private String roles = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "USER")
    private @Nullable String user;

    @Option(names = "--ttl")
    private String ttl = "1h";

    @Override
    public void run() {
        List<Role> wanted = Roles.parse(roles);
        Installation installation = Installation.ofEnvironment();
        MintingTokens tokens =
                MintingTokens.of(installation.dataFolder(), installation.environment());
        System.out.println(tokens.mint(subject(wanted.getFirst()), wanted, TimeSpan.parse(ttl)));
    }

    private UUID subject(Role role) {
        return user == null ? DevelopmentUsers.of(role) : parse(user);
    }

    /** The JDK also takes UUIDs with digits left out, which the server does not. */
    private static UUID parse(String text) {
        try {
            UUID uuid = UUID.fromString(text);
            if (uuid.toString().equalsIgnoreCase(text)) {
                return uuid;
            }
        } catch (IllegalArgumentException malformed) {
            // Said below, in our own words.
        }
        throw ClientException.misuse("'%s' is no UUID".formatted(text));
    }
}
