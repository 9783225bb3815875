package io.megatron.core.custody.keys;

import io.megatron.core.Secret;
import io.megatron.mapper.custody.EvmAddress;
import io.megatron.mapper.custody.EvmHash;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.web3j.crypto.Bip32ECKeyPair;
import org.web3j.crypto.ECKeyPair;
import org.web3j.crypto.Keys;
import org.web3j.crypto.MnemonicUtils;
import org.web3j.crypto.Sign;
import org.web3j.crypto.Wallet;
import org.web3j.crypto.WalletFile;
import org.web3j.crypto.exception.CipherException;
import org.web3j.utils.Numeric;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The root of all keys, in a file that is worth nothing without its password: the 32 bytes of
 * entropy behind a mnemonic of 24 words (BIP-39), in Web3 Secret Storage (version 3: scrypt,
 * AES-128-CTR, a Keccak MAC). The address in the file is the hot wallet's, for whoever looks at it.
 *
 * <p>Nothing of this class shows a secret: not its text, not its exceptions. The mnemonic leaves it
 * by {@link #mnemonic} alone.
 */
public final class Keystore implements SigningKeys {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final int ENTROPY = 32;

    /** 32 MiB of memory and about a tenth of a second for a guess: the server's heap is small. */
    private static final int SCRYPT_COST = 1 << 15;

    private static final int SCRYPT_PARALLEL = 1;

    private final byte[] entropy;
    private final Bip32ECKeyPair root;
    private final Bip32ECKeyPair deposits;
    private final String depositXpub;
    private final Signer hotWallet;
    private final Map<Integer, Signer> submitters = new ConcurrentHashMap<>();

    private Keystore(byte[] entropy) {
        this.entropy = entropy;
        this.root =
                Bip32ECKeyPair.generateKeyPair(
                        MnemonicUtils.generateSeed(MnemonicUtils.generateMnemonic(entropy), ""));
        this.deposits = key(DerivationPaths.deposits());
        // Here, as a key reckons its public point when it is first asked, and is read by many.
        this.depositXpub = ExtendedPublicKey.format(deposits);
        this.hotWallet = new KeySigner(key(DerivationPaths.hotWallet()));
    }

    /**
     * Makes new keys and keeps them in a new file, which only its owner may read.
     *
     * @throws KeystoreException if there is a file already, or none can be written
     */
    public static Keystore create(Path file, Secret password) {
        byte[] entropy = new byte[ENTROPY];
        new SecureRandom().nextBytes(entropy);
        return keep(file, password, new Keystore(entropy));
    }

    /**
     * Keeps the keys of a mnemonic in a new file.
     *
     * @param mnemonic 24 words
     * @throws KeystoreException if the words are no mnemonic, there is a file already, or none can
     *     be written
     */
    public static Keystore restore(Path file, Secret password, Secret mnemonic) {
        return keep(file, password, ofMnemonic(mnemonic));
    }

    /** The keys of a mnemonic, kept nowhere. */
    static Keystore ofMnemonic(Secret mnemonic) {
        String words = mnemonic.reveal();
        if (!MnemonicUtils.validateMnemonic(words)) {
            throw new KeystoreException("these words are no mnemonic (BIP-39)");
        }
        return new Keystore(MnemonicUtils.generateEntropy(words));
    }

    /**
     * Opens a file.
     *
     * @throws KeystoreException if there is no such file, it is no keystore, or the password is
     *     another
     */
    public static Keystore open(Path file, Secret password) {
        try {
            WalletFile stored = JSON.readValue(Files.readString(file), WalletFile.class);
            ECKeyPair secret = Wallet.decrypt(password.reveal(), stored);
            Keystore keystore =
                    new Keystore(Numeric.toBytesPadded(secret.getPrivateKey(), ENTROPY));
            String address = stored.getAddress();
            if (address != null
                    && !keystore.hotWallet.address().equals(EvmAddress.parse(address))) {
                throw new KeystoreException(file + " holds another secret than its address says");
            }
            return keystore;
        } catch (CipherException failure) {
            throw new KeystoreException(
                    "cannot open " + file + ": the password is wrong or the file is damaged",
                    failure);
        } catch (IOException | JacksonException failure) {
            throw new KeystoreException("cannot read the keystore " + file, failure);
        }
    }

    private static Keystore keep(Path file, Secret password, Keystore keystore) {
        if (keystore.entropy.length != ENTROPY) {
            throw new KeystoreException("a keystore is made of 24 words");
        }
        if (password.isEmpty()) {
            throw new KeystoreException("a keystore needs a password");
        }
        Path draft = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID());
        try {
            WalletFile stored =
                    Wallet.create(
                            password.reveal(),
                            ECKeyPair.create(new BigInteger(1, keystore.entropy)),
                            SCRYPT_COST,
                            SCRYPT_PARALLEL);
            stored.setAddress(keystore.hotWallet.address().hex());
            Files.createFile(draft, OWNER_ONLY);
            try {
                Files.writeString(draft, JSON.writeValueAsString(stored));
                // A hard link is atomic and never replaces what is there.
                Files.createLink(file, draft);
            } finally {
                Files.delete(draft);
            }
            return keystore;
        } catch (FileAlreadyExistsException failure) {
            throw new KeystoreException(file + " exists; keys are never overwritten", failure);
        } catch (CipherException | IOException | JacksonException failure) {
            throw new KeystoreException("cannot write the keystore " + file, failure);
        }
    }

    /** The words that everything can be restored from. For a safe, and nothing else. */
    public Secret mnemonic() {
        return Secret.of(MnemonicUtils.generateMnemonic(entropy));
    }

    /** The extended public key of {@code m/44'/60'/1'}: derives deposit addresses, and no key. */
    public String depositXpub() {
        return depositXpub;
    }

    @Override
    public Signer hotWallet() {
        return hotWallet;
    }

    /** There are few, and each step from the root to one costs as much as a signature. */
    @Override
    public Signer submitter(int index) {
        return submitters.computeIfAbsent(
                index, each -> new KeySigner(key(DerivationPaths.submitter(each))));
    }

    @Override
    public Signer deposit(int index) {
        return new KeySigner(
                Bip32ECKeyPair.deriveKeyPair(deposits, DerivationPaths.belowDeposits(index)));
    }

    private Bip32ECKeyPair key(int[] path) {
        return Bip32ECKeyPair.deriveKeyPair(root, path);
    }

    @Override
    public String toString() {
        return "Keystore of " + hotWallet.address();
    }

    private static final class KeySigner implements Signer {
        private final ECKeyPair key;
        private final EvmAddress address;

        KeySigner(ECKeyPair key) {
            this.key = key;
            this.address = EvmAddress.parse(Keys.getAddress(key));
        }

        @Override
        public EvmAddress address() {
            return address;
        }

        @Override
        public Signature sign(EvmHash digest) {
            Sign.SignatureData signed = Sign.signMessage(digest.bytes(), key, false);
            return new Signature(
                    signed.getV()[0], EvmHash.of(signed.getR()), EvmHash.of(signed.getS()));
        }

        @Override
        public String toString() {
            return "Signer of " + address;
        }
    }
}
