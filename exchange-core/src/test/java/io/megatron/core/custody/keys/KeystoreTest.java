package io.megatron.core.custody.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.megatron.core.Secret;
import io.megatron.core.custody.Eip55;
import io.megatron.mapper.custody.EvmHash;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SignatureException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.web3j.crypto.Hash;
import org.web3j.crypto.Keys;
import org.web3j.crypto.Sign;

/** Keys by their mnemonic, and the file that keeps it. */
class KeystoreTest {
    private static final Secret PASSWORD = Secret.of("correct-horse-battery-staple");
    private static final Secret WORDS = Secret.of("abandon ".repeat(23) + "art");

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({
        "test test test test test test test test test test test junk,"
                + "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
        "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon"
                + " about,0x9858EfFD232B4033E47d90003D41EC34EcaEda94"
    })
    void the_hot_wallet_is_where_every_wallet_puts_it(String words, String address) {
        assertThat(Eip55.format(Keystore.ofMnemonic(Secret.of(words)).hotWallet().address()))
                .isEqualTo(address);
    }

    @Test
    void the_public_key_derives_the_addresses_that_the_keys_sign_for() {
        Keystore keys = Keystore.ofMnemonic(WORDS);
        DepositKeys deposits = XpubDepositKeys.of(keys.depositXpub());

        for (int index : new int[] {0, 1, 2, 999, 10_000, Integer.MAX_VALUE}) {
            assertThat(deposits.address(index)).isEqualTo(keys.deposit(index).address());
        }
        assertThat(keys.deposit(0).address())
                .isNotEqualTo(keys.hotWallet().address())
                .isNotEqualTo(keys.submitter(0).address());
        assertThatIllegalArgumentException().isThrownBy(() -> deposits.address(-1));
    }

    @Test
    void a_signature_gives_its_signer_and_is_the_same_every_time() throws SignatureException {
        Signer signer = Keystore.ofMnemonic(WORDS).submitter(3);
        EvmHash digest = EvmHash.of(Hash.sha3("pay".getBytes(StandardCharsets.UTF_8)));

        Signer.Signature signature = signer.sign(digest);

        BigInteger key =
                Sign.signedMessageHashToKey(
                        digest.bytes(),
                        new Sign.SignatureData(
                                (byte) signature.v(),
                                signature.r().bytes(),
                                signature.s().bytes()));
        assertThat("0x" + Keys.getAddress(key)).isEqualTo(signer.address().toString());
        assertThat(signer.sign(digest)).isEqualTo(signature);
    }

    @Test
    void what_was_kept_is_opened_again_with_the_password() throws IOException {
        Path file = folder.resolve("keystore.json");
        Keystore made = Keystore.create(file, PASSWORD);

        Keystore opened = Keystore.open(file, PASSWORD);

        assertThat(opened.hotWallet().address()).isEqualTo(made.hotWallet().address());
        assertThat(opened.depositXpub()).isEqualTo(made.depositXpub());
        assertThat(opened.mnemonic().reveal()).isEqualTo(made.mnemonic().reveal());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file));
    }

    @Test
    void a_mnemonic_is_restored() {
        Path file = folder.resolve("restored.json");
        Keystore.restore(file, PASSWORD, WORDS);

        assertThat(Keystore.open(file, PASSWORD).mnemonic().reveal()).isEqualTo(WORDS.reveal());
    }

    @Test
    void keys_are_never_overwritten() throws IOException {
        Path file = folder.resolve("keystore.json");
        Keystore.create(file, PASSWORD);
        String before = Files.readString(file);

        assertThatExceptionOfType(KeystoreException.class)
                .isThrownBy(() -> Keystore.create(file, PASSWORD))
                .withMessageContaining("never overwritten");
        assertThat(Files.readString(file)).isEqualTo(before);
    }

    @Test
    void nothing_shows_a_secret() throws IOException {
        Path file = folder.resolve("keystore.json");
        Keystore made = Keystore.create(file, PASSWORD);
        String words = made.mnemonic().reveal();
        String firstWords = words.substring(0, words.indexOf(' ', 20));

        StringWriter shown = new StringWriter();
        shown.write(made.toString() + made.hotWallet() + made.mnemonic());
        shown.write(Files.readString(file));
        for (Secret wrong : new Secret[] {Secret.of("wrong-password"), Secret.of("")}) {
            assertThatExceptionOfType(KeystoreException.class)
                    .isThrownBy(() -> Keystore.open(file, wrong))
                    .satisfies(failure -> failure.printStackTrace(new PrintWriter(shown)));
        }
        Path damaged = folder.resolve("damaged.json");
        Files.writeString(
                damaged, Files.readString(file).replaceFirst("\"mac\":\"....", "\"mac\":\"0000"));
        assertThatExceptionOfType(KeystoreException.class)
                .isThrownBy(() -> Keystore.open(damaged, PASSWORD))
                .satisfies(failure -> failure.printStackTrace(new PrintWriter(shown)));
        assertThatExceptionOfType(KeystoreException.class)
                .isThrownBy(
                        () ->
                                Keystore.restore(
                                        folder.resolve("no.json"),
                                        PASSWORD,
                                        Secret.of(words + " zoo")))
                .satisfies(failure -> failure.printStackTrace(new PrintWriter(shown)));

        assertThat(shown.toString())
                .doesNotContain(firstWords)
                .doesNotContain(PASSWORD.reveal())
                .doesNotContain("wrong-password");
    }
}
