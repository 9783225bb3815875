package io.megatron.server.runtime;

import io.megatron.core.Secret;
import io.megatron.core.custody.chain.ChainAddress;
import io.megatron.core.custody.keys.DepositKeys;
import io.megatron.core.custody.keys.Keystore;
import io.megatron.core.custody.keys.KeystoreException;
import io.megatron.core.custody.keys.SigningKeys;
import io.megatron.core.custody.keys.XpubDepositKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Where the chain is and what this node may sign with. Addresses for deposits come from a public
 * key; who answers calls outside development holds no other.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CustodySettings.class)
class CustodyConfiguration {

    /** The configured chain, or one of our own; null where there is none. */
    @Bean
    @Nullable ChainAddress chainAddress(CustodySettings settings, EmbeddedServices embedded) {
        if (!settings.nodes().isEmpty()) {
            return new ChainAddress(settings.nodes(), settings.tokenAddress());
        }
        return embedded.chain().orElse(null);
    }

    /** Null where this node may not sign, or there is nothing to sign for. */
    @Bean
    @Nullable SigningKeys signingKeys(
            CustodySettings settings,
            InstallationSettings installation,
            NodeSettings node,
            EmbeddedServices embedded,
            ObjectProvider<ChainAddress> chain) {
        boolean development = installation.kind().equals("development");
        Path file = settings.keystore();
        if (file != null && !development && node.roles().contains(NodeRole.API)) {
            throw new UnfitSettingsException(
                    "Outside development a node that answers calls holds no keys: leave"
                            + " MEGATRON_KEYSTORE out, or set MEGATRON_ROLES=jobs.");
        }
        try {
            if (file != null) {
                return Keystore.open(file, password(settings));
            }
            if (!development || chain.getIfAvailable() == null) {
                return null;
            }
            Keystore keystore = new DevelopmentKeystore(node.dataFolder()).open();
            embedded.payGas(keystore.submitter(0).address());
            return keystore;
        } catch (KeystoreException failure) {
            throw new UnfitSettingsException("MEGATRON_KEYSTORE: " + failure.getMessage(), failure);
        }
    }

    private static Secret password(CustodySettings settings) {
        Path file = settings.keystorePasswordFile();
        if (file == null) {
            return settings.keystorePassword();
        }
        try {
            return Secret.of(Files.readString(file));
        } catch (IOException failure) {
            throw new UnfitSettingsException(
                    "cannot read MEGATRON_KEYSTORE_PASSWORD_FILE " + file + ": " + failure,
                    failure);
        }
    }

    /** Null where no public key is configured and none follows from the keys. */
    @Bean
    @Nullable DepositKeys depositKeys(CustodySettings settings, ObjectProvider<SigningKeys> keys) {
        Optional<Keystore> keystore =
                Optional.ofNullable(keys.getIfAvailable())
                        .filter(Keystore.class::isInstance)
                        .map(Keystore.class::cast);
        if (settings.depositXpub().isEmpty()) {
            return keystore.map(Keystore::depositXpub).map(XpubDepositKeys::of).orElse(null);
        }
        if (keystore.isPresent() && !keystore.get().depositXpub().equals(settings.depositXpub())) {
            throw new UnfitSettingsException(
                    "MEGATRON_DEPOSIT_XPUB is not the public key of this keystore's deposits");
        }
        try {
            return XpubDepositKeys.of(settings.depositXpub());
        } catch (IllegalArgumentException failure) {
            throw new UnfitSettingsException(
                    "MEGATRON_DEPOSIT_XPUB is " + failure.getMessage(), failure);
        }
    }
}
