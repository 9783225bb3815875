package io.megatron.core.custody.keys;

import io.megatron.mapper.custody.EvmAddress;

/** Deposit addresses of an extended public key; there is no secret in it. */
public final class XpubDepositKeys implements DepositKeys {
    private static final int EXTERNAL = 0;

    private final ExtendedPublicKey external;

    private XpubDepositKeys(ExtendedPublicKey account) {
        external = account.child(EXTERNAL);
    }

    /**
     * Of the extended public key of {@code m/44'/60'/1'}, as {@link Keystore#depositXpub} gives it.
     *
     * @throws IllegalArgumentException if the text is none; the message does not repeat it
     */
    public static XpubDepositKeys of(String xpub) {
        return new XpubDepositKeys(ExtendedPublicKey.parse(xpub));
    }

    @Override
    public EvmAddress address(int index) {
        return external.child(index).address();
    }
}
