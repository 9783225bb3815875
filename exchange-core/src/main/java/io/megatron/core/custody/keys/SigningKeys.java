package io.megatron.core.custody.keys;

/** The keys of an installation, on the nodes that may sign. */
public interface SigningKeys {

    /** Holds the USDC that pays withdrawals: {@code m/44'/60'/0'/0/0}. */
    Signer hotWallet();

    /** Pays the gas and orders its nonces, and never holds USDC: {@code m/44'/60'/2'/0/index}. */
    Signer submitter(int index);

    /** A deposit address, which only ever signs its sweep: {@code m/44'/60'/1'/0/index}. */
    Signer deposit(int index);
}
