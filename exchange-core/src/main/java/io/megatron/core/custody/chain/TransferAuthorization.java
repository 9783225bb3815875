package io.megatron.core.custody.chain;

import io.megatron.core.custody.keys.Signer.Signature;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.custody.EvmAddress;
import io.megatron.mapper.custody.EvmHash;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.Address;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.generated.Bytes32;
import org.web3j.abi.datatypes.generated.Uint256;
import org.web3j.abi.datatypes.generated.Uint8;
import org.web3j.crypto.Hash;

/**
 * A {@code transferWithAuthorization} of a token (EIP-3009) that is valid from the beginning: what
 * its sender signs (EIP-712), and the call that shows it to the token.
 *
 * @param validBefore in whole seconds: in a block of this time the token refuses it already
 */
public record TransferAuthorization(
        Token token,
        EvmAddress from,
        EvmAddress to,
        Usdc value,
        Instant validBefore,
        EvmHash nonce) {
    private static final String DOMAIN =
            "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)";
    private static final String TRANSFER =
            "TransferWithAuthorization(address from,address to,uint256 value,uint256 validAfter,"
                    + "uint256 validBefore,bytes32 nonce)";
    private static final String SIGNED = "1901";
    private static final int WORD = 64;
    private static final int HEX = 16;

    /**
     * The token as it stands in what is signed: the same signature means nothing to another one.
     *
     * @param name of the contract, as it says itself
     * @param version of the contract, as it says itself
     */
    public record Token(String name, String version, long chainId, EvmAddress contract) {}

    /** The nonce of what pays for one purpose: whatever is signed for it again has the same. */
    public static EvmHash nonceOf(Token token, UUID purpose) {
        return keccak(
                word(BigInteger.valueOf(token.chainId()))
                        + word(token.contract())
                        + word(new BigInteger(purpose.toString().replace("-", ""), HEX)));
    }

    /** What is signed. */
    public EvmHash digest() {
        String domain =
                text(DOMAIN)
                        + text(token.name())
                        + text(token.version())
                        + word(BigInteger.valueOf(token.chainId()))
                        + word(token.contract());
        String message =
                text(TRANSFER)
                        + word(from)
                        + word(to)
                        + word(BigInteger.valueOf(value.micros()))
                        + word(BigInteger.ZERO)
                        + word(BigInteger.valueOf(validBefore.getEpochSecond()))
                        + nonce.hex();
        return keccak(SIGNED + keccak(domain).hex() + keccak(message).hex());
    }

    /**
     * A transfer by the owner of the money: what the token makes of it needs no signature to ask.
     */
    public static byte[] plainTransfer(EvmAddress to, Usdc value) {
        String call =
                FunctionEncoder.encode(
                        new Function(
                                "transfer",
                                List.of(new Address(to.toString()), new Uint256(value.micros())),
                                List.of()));
        return HexFormat.of().parseHex(call.substring(2));
    }

    /** The call that moves the money, whoever makes it. */
    public byte[] call(Signature signature) {
        String call =
                FunctionEncoder.encode(
                        new Function(
                                "transferWithAuthorization",
                                List.of(
                                        new Address(from.toString()),
                                        new Address(to.toString()),
                                        new Uint256(value.micros()),
                                        new Uint256(0),
                                        new Uint256(validBefore.getEpochSecond()),
                                        new Bytes32(nonce.bytes()),
                                        new Uint8(signature.v()),
                                        new Bytes32(signature.r().bytes()),
                                        new Bytes32(signature.s().bytes())),
                                List.of()));
        return HexFormat.of().parseHex(call.substring(2));
    }

    private static String text(String text) {
        return EvmHash.of(Hash.sha3(text.getBytes(StandardCharsets.UTF_8))).hex();
    }

    private static String word(EvmAddress address) {
        return "0".repeat(WORD - address.hex().length()) + address.hex();
    }

    private static String word(BigInteger number) {
        String digits = number.toString(HEX);
        return "0".repeat(WORD - digits.length()) + digits;
    }

    private static EvmHash keccak(String hex) {
        return EvmHash.of(Hash.sha3(HexFormat.of().parseHex(hex)));
    }
}
