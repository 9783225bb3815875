package io.megatron.core.custody.keys;

import io.megatron.mapper.custody.EvmAddress;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.bouncycastle.math.ec.ECPoint;
import org.web3j.crypto.Bip32ECKeyPair;
import org.web3j.crypto.Hash;
import org.web3j.crypto.Keys;
import org.web3j.crypto.Sign;

/**
 * A public key that derives public children (BIP-32), and its text ({@code xpub…}): the one form in
 * which keys are handed from where the secrets are to where addresses are derived.
 *
 * <p>The derivation is ours: web3j 6.0.0 keeps a half of a child's point, so that no grandchild
 * comes out right. It is held to the vectors of BIP-32 and to what private derivation gives.
 */
final class ExtendedPublicKey {
    private static final int VERSION = 0x0488B21E;
    private static final int CHAIN_CODE = 32;
    private static final int POINT = 33;
    private static final int LENGTH = 4 + 1 + 4 + 4 + CHAIN_CODE + POINT;
    private static final int CHECKSUM = 4;
    private static final int HALF = 32;

    private final ECPoint point;
    private final byte[] chainCode;

    private ExtendedPublicKey(ECPoint point, byte[] chainCode) {
        this.point = point;
        this.chainCode = chainCode;
    }

    /** The text of a key's public half. */
    static String format(Bip32ECKeyPair key) {
        byte[] payload =
                ByteBuffer.allocate(LENGTH)
                        .putInt(VERSION)
                        .put((byte) key.getDepth())
                        .putInt(key.getParentFingerprint())
                        .putInt(key.getChildNumber())
                        .put(key.getChainCode())
                        .put(key.getPublicKeyPoint().getEncoded(true))
                        .array();
        byte[] whole = Arrays.copyOf(payload, LENGTH + CHECKSUM);
        System.arraycopy(checksum(payload), 0, whole, LENGTH, CHECKSUM);
        return Base58.encode(whole);
    }

    /**
     * Reads the text.
     *
     * @throws IllegalArgumentException if it is not an extended public key of the main network; the
     *     message does not repeat it, as it might be a private one
     */
    static ExtendedPublicKey parse(String text) {
        byte[] whole = Base58.decode(text.strip());
        if (whole.length != LENGTH + CHECKSUM) {
            throw unfit("it has the wrong length");
        }
        byte[] payload = Arrays.copyOf(whole, LENGTH);
        if (!Arrays.equals(checksum(payload), Arrays.copyOfRange(whole, LENGTH, whole.length))) {
            throw unfit("its checksum is wrong");
        }
        if (ByteBuffer.wrap(payload).getInt() != VERSION) {
            throw unfit("it does not begin with xpub");
        }
        int points = LENGTH - POINT;
        return new ExtendedPublicKey(
                pointOf(Arrays.copyOfRange(payload, points, LENGTH)),
                Arrays.copyOfRange(payload, points - CHAIN_CODE, points));
    }

    private static ECPoint pointOf(byte[] compressed) {
        try {
            return Sign.CURVE_PARAMS.getCurve().decodePoint(compressed);
        } catch (IllegalArgumentException notOnTheCurve) {
            throw new IllegalArgumentException(
                    "not an extended public key: its point is not on the curve", notOnTheCurve);
        }
    }

    /**
     * The child of this number ({@code CKDpub}).
     *
     * @throws IllegalArgumentException if the number is negative: a hardened child takes the
     *     private key
     */
    ExtendedPublicKey child(int number) {
        if (number < 0) {
            throw new IllegalArgumentException("an index of " + number);
        }
        byte[] data =
                ByteBuffer.allocate(POINT + Integer.BYTES)
                        .put(point.getEncoded(true))
                        .putInt(number)
                        .array();
        byte[] derived = Hash.hmacSha512(chainCode, data);
        BigInteger tweak = new BigInteger(1, Arrays.copyOf(derived, HALF));
        ECPoint child = Sign.CURVE_PARAMS.getG().multiply(tweak).add(point).normalize();
        if (tweak.compareTo(Sign.CURVE_PARAMS.getN()) >= 0 || child.isInfinity()) {
            // Less likely than guessing a private key at the first try; BIP-32 says to leave it
            // out.
            throw new IllegalStateException("number " + number + " has no key");
        }
        return new ExtendedPublicKey(child, Arrays.copyOfRange(derived, HALF, derived.length));
    }

    /** The account that the key belongs to. */
    EvmAddress address() {
        byte[] uncompressed = point.getEncoded(false);
        return EvmAddress.of(
                Keys.getAddress(Arrays.copyOfRange(uncompressed, 1, uncompressed.length)));
    }

    /** Whether both derive the same children. */
    boolean derivesAs(ExtendedPublicKey other) {
        return point.equals(other.point) && Arrays.equals(chainCode, other.chainCode);
    }

    private static byte[] checksum(byte[] payload) {
        return Arrays.copyOf(Hash.sha256(Hash.sha256(payload)), CHECKSUM);
    }

    private static IllegalArgumentException unfit(String why) {
        return new IllegalArgumentException("not an extended public key: " + why);
    }
}
