package io.megatron.core.custody.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.web3j.crypto.Bip32ECKeyPair.HARDENED_BIT;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.web3j.crypto.Bip32ECKeyPair;

/** The first test vector of BIP-32, by private and by public derivation. */
class ExtendedPublicKeyTest {
    private static final Bip32ECKeyPair ROOT =
            Bip32ECKeyPair.generateKeyPair(
                    HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f"));
    private static final int[] PATH = {
        0 | HARDENED_BIT, 1, 2 | HARDENED_BIT, 2, 1_000_000_000,
    };
    private static final List<String> VECTOR =
            List.of(
                    "xpub661MyMwAqRbcFtXgS5sYJABqqG9YLmC4Q1Rdap9gSE8NqtwybGhePY2gZ29ESFjqJoCu1Rupje8YtGqsefD265TMg7usUDFdp6W1EGMcet8",
                    "xpub68Gmy5EdvgibQVfPdqkBBCHxA5htiqg55crXYuXoQRKfDBFA1WEjWgP6LHhwBZeNK1VTsfTFUHCdrfp1bgwQ9xv5ski8PX9rL2dZXvgGDnw",
                    "xpub6ASuArnXKPbfEwhqN6e3mwBcDTgzisQN1wXN9BJcM47sSikHjJf3UFHKkNAWbWMiGj7Wf5uMash7SyYq527Hqck2AxYysAA7xmALppuCkwQ",
                    "xpub6D4BDPcP2GT577Vvch3R8wDkScZWzQzMMUm3PWbmWvVJrZwQY4VUNgqFJPMM3No2dFDFGTsxxpG5uJh7n7epu4trkrX7x7DogT5Uv6fcLW5",
                    "xpub6FHa3pjLCk84BayeJxFW2SP4XRrFd1JYnxeLeU8EqN3vDfZmbqBqaGJAyiLjTAwm6ZLRQUMv1ZACTj37sR62cfN7fe5JnJ7dh8zL4fiyLHV",
                    "xpub6H1LXWLaKsWFhvm6RVpEL9P4KfRZSW7abD2ttkWP3SSQvnyA8FSVqNTEcYFgJS2UaFcxupHiYkro49S8yGasTvXEYBVPamhGW6cFJodrTHy");

    @Test
    void private_derivation_gives_the_keys_of_the_vector() {
        Bip32ECKeyPair key = ROOT;
        assertThat(ExtendedPublicKey.format(key)).isEqualTo(VECTOR.getFirst());
        for (int i = 0; i < PATH.length; i++) {
            key = Bip32ECKeyPair.deriveKeyPair(key, new int[] {PATH[i]});
            assertThat(ExtendedPublicKey.format(key)).isEqualTo(VECTOR.get(i + 1));
        }
    }

    @Test
    void public_derivation_gives_the_same_points_and_chain_codes() {
        for (int i = 0; i < PATH.length; i++) {
            if ((PATH[i] & HARDENED_BIT) == 0) {
                ExtendedPublicKey child = ExtendedPublicKey.parse(VECTOR.get(i)).child(PATH[i]);
                assertThat(child.derivesAs(ExtendedPublicKey.parse(VECTOR.get(i + 1))))
                        .as(VECTOR.get(i + 1))
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "xpub",
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
                // A digit is another.
                "xpub661MyMwAqRbcFtXgS5sYJABqqG9YLmC4Q1Rdap9gSE8NqtwybGhePY2gZ29ESFjqJoCu1Rupje8YtGqsefD265TMg7usUDFdp6W1EGMcet9",
                // The private half.
                "xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yuGBxrMPHi"
            })
    void what_is_no_public_key_is_refused_and_not_repeated(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> XpubDepositKeys.of(text))
                .satisfies(
                        failure ->
                                assertThat(text.length() < 5 || !failure.toString().contains(text))
                                        .isTrue());
    }
}
