package io.megatron.server.runtime;

import io.megatron.core.Secret;
import io.megatron.core.custody.Eip55;
import io.megatron.mapper.custody.EvmAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the chain is, which token counts, and where the keys are. Without a chain custody is off.
 *
 * @param rpcUrl nodes of the chain, separated by commas; the first is asked, the others compared
 *     with
 * @param token the address of the USDC contract
 * @param localChain whether a development installation without nodes starts a chain of its own,
 *     where anvil is installed
 * @param chainPrograms the folder {@code scripts/chain}
 * @param keystore the file with the keys; not for nodes that answer calls, outside development
 * @param keystorePassword its password
 * @param keystorePasswordFile or a file with it
 * @param depositXpub the extended public key of {@code m/44'/60'/1'}
 */
@ConfigurationProperties("megatron.custody")
public record CustodySettings(
        @DefaultValue("") String rpcUrl,
        String token,
        @DefaultValue("true") boolean localChain,
        @Nullable Path chainPrograms,
        @Nullable Path keystore,
        @DefaultValue("") Secret keystorePassword,
        @Nullable Path keystorePasswordFile,
        @DefaultValue("") String depositXpub) {

    public CustodySettings {
        chainPrograms = blankToNull(chainPrograms);
        keystore = blankToNull(keystore);
        keystorePasswordFile = blankToNull(keystorePasswordFile);
        require(
                Arrays.stream(rpcUrl.split(",")).allMatch(CustodySettings::isAddress),
                "MEGATRON_RPC_URL is not a list of http(s) addresses");
        try {
            Eip55.parse(token);
        } catch (IllegalArgumentException failure) {
            throw new IllegalArgumentException("MEGATRON_USDC_ADDRESS " + failure.getMessage());
        }
        require(
                keystorePassword.isEmpty() || keystorePasswordFile == null,
                "MEGATRON_KEYSTORE_PASSWORD and MEGATRON_KEYSTORE_PASSWORD_FILE are both set");
        require(
                keystore == null || !keystorePassword.isEmpty() || keystorePasswordFile != null,
                "MEGATRON_KEYSTORE is set without MEGATRON_KEYSTORE_PASSWORD or"
                        + " MEGATRON_KEYSTORE_PASSWORD_FILE");
    }

    /** What is wrong with one is not repeated, as there may be a key in it. */
    private static boolean isAddress(String text) {
        try {
            URI address = new URI(text.strip());
            return text.isBlank()
                    || address.getHost() != null
                            && List.of("http", "https").contains(address.getScheme());
        } catch (URISyntaxException unreadable) {
            return false;
        }
    }

    /** The configured nodes; none where there is no chain, or one of our own. */
    List<URI> nodes() {
        return Arrays.stream(rpcUrl.split(","))
                .map(String::strip)
                .filter(url -> !url.isEmpty())
                .map(URI::create)
                .toList();
    }

    EvmAddress tokenAddress() {
        return Eip55.parse(token);
    }

    /** The programs of a chain of our own, where there shall be one. */
    Optional<Path> localChainPrograms() {
        return localChain && nodes().isEmpty()
                ? Optional.ofNullable(chainPrograms)
                : Optional.empty();
    }

    /** Addresses of nodes carry keys, so none is ever printed. */
    @Override
    public String toString() {
        return "CustodySettings[%d nodes]".formatted(nodes().size());
    }

    private static @Nullable Path blankToNull(@Nullable Path path) {
        return path == null || path.toString().isBlank() ? null : path;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
