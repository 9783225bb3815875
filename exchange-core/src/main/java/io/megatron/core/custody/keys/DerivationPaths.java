package io.megatron.core.custody.keys;

import static org.web3j.crypto.Bip32ECKeyPair.HARDENED_BIT;

import java.util.Arrays;

/** Where keys lie below the root (BIP-44, coin type 60), by the purpose of their account. */
final class DerivationPaths {
    private static final int PURPOSE = 44;
    private static final int ETHER = 60;
    private static final int HOT_WALLET = 0;
    private static final int DEPOSITS = 1;
    private static final int SUBMITTERS = 2;
    private static final int EXTERNAL = 0;

    private DerivationPaths() {}

    /** {@code m/44'/60'/0'/0/0}. */
    static int[] hotWallet() {
        return below(account(HOT_WALLET), EXTERNAL, 0);
    }

    /** {@code m/44'/60'/1'}: its extended public key derives every deposit address. */
    static int[] deposits() {
        return account(DEPOSITS);
    }

    /** From {@link #deposits} on: {@code m/44'/60'/1'/0/index}. */
    static int[] belowDeposits(int index) {
        return new int[] {EXTERNAL, index(index)};
    }

    /** {@code m/44'/60'/2'/0/index}. */
    static int[] submitter(int index) {
        return below(account(SUBMITTERS), EXTERNAL, index(index));
    }

    private static int index(int index) {
        if (index < 0) {
            throw new IllegalArgumentException("an index of " + index);
        }
        return index;
    }

    private static int[] account(int account) {
        return new int[] {PURPOSE | HARDENED_BIT, ETHER | HARDENED_BIT, account | HARDENED_BIT};
    }

    private static int[] below(int[] account, int... more) {
        int[] path = Arrays.copyOf(account, account.length + more.length);
        System.arraycopy(more, 0, path, account.length, more.length);
        return path;
    }
}
