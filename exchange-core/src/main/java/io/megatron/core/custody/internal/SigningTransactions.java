package io.megatron.core.custody.internal;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.custody.KnowingChain.KnownChain;
import io.megatron.core.custody.WithdrawalSettings;
import io.megatron.core.custody.chain.BlockHeader;
import io.megatron.core.custody.chain.ChainClient.Finality;
import io.megatron.core.custody.chain.GasEstimate;
import io.megatron.core.custody.chain.GasPrice;
import io.megatron.core.custody.chain.TransferAuthorization;
import io.megatron.core.custody.keys.Signer;
import io.megatron.core.custody.keys.Signer.Signature;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.custody.Authorization;
import io.megatron.mapper.custody.Authorization.Purpose;
import io.megatron.mapper.custody.AuthorizationMapper;
import io.megatron.mapper.custody.AuthorizationStatus;
import io.megatron.mapper.custody.EvmAddress;
import io.megatron.mapper.custody.EvmHash;
import io.megatron.mapper.custody.Submission;
import io.megatron.mapper.ids.AuthorizationId;
import java.math.BigInteger;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.web3j.crypto.Hash;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.Sign;
import org.web3j.crypto.TransactionDecoder;
import org.web3j.crypto.TransactionEncoder;
import org.web3j.utils.Numeric;

/** Signs authorizations, and the transactions that show them to the token. Sends nothing. */
@Component
public class SigningTransactions {
    private static final HexFormat HEX = HexFormat.of();
    private static final int HASH_DIGITS = 64;
    private static final int HEXADECIMAL = 16;
    private static final byte[] NOTHING = {};

    private final AuthorizationMapper mapper;
    private final WithdrawalSettings settings;
    private final Clock clock;

    public SigningTransactions(
            AuthorizationMapper mapper, WithdrawalSettings settings, Clock clock) {
        this.mapper = mapper;
        this.settings = settings;
        this.clock = clock;
    }

    /** The token as it stands in what is signed. */
    private TransferAuthorization.Token token(KnownChain chain) {
        return new TransferAuthorization.Token(
                settings.tokenName(), settings.tokenVersion(), chain.chainId(), chain.token());
    }

    /** What an authorization is to do. */
    public record Transfer(
            AuthorizationId id, Purpose purpose, EvmAddress recipient, Usdc amount) {}

    /**
     * Signs an authorization that is valid from now on for as long as is set, if the token would
     * let the authorizer transfer as much. That is asked without a signature: as long as it is not
     * on record, nobody may see what could be shown to the token.
     *
     * @return it, or {@link Rejection#PAYMENT_REFUSED} while the token would not move the money
     */
    public Outcome<Authorization> authorize(
            KnownChain chain, Signer authorizer, Transfer transfer) {
        GasEstimate asked =
                chain.client()
                        .estimateGas(
                                authorizer.address(),
                                chain.token(),
                                TransferAuthorization.plainTransfer(
                                        transfer.recipient(), transfer.amount()));
        return asked.failure() == null
                ? Outcome.accepted(signed(chain, authorizer, transfer))
                : refused(asked);
    }

    private static <T> Outcome<T> refused(GasEstimate asked) {
        return Outcome.refused(
                Rejection.PAYMENT_REFUSED, "The token would say: " + asked.failure());
    }

    private Authorization signed(KnownChain chain, Signer authorizer, Transfer transfer) {
        BlockHeader head = chain.client().head(Finality.LATEST);
        TransferAuthorization.Token token = token(chain);
        TransferAuthorization unsigned =
                new TransferAuthorization(
                        token,
                        authorizer.address(),
                        transfer.recipient(),
                        transfer.amount(),
                        head.time().plus(settings.validity()).truncatedTo(ChronoUnit.SECONDS),
                        TransferAuthorization.nonceOf(token, transfer.id().value()));
        return new Authorization(
                transfer.id(),
                transfer.purpose(),
                unsigned.nonce(),
                unsigned.from(),
                unsigned.to(),
                unsigned.value(),
                unsigned.validBefore(),
                stored(authorizer.sign(unsigned.digest())),
                head.number(),
                AuthorizationStatus.SIGNED,
                clock.instant(),
                null,
                null,
                null,
                null);
    }

    /** As it is stored: r, s and v. */
    private static String stored(Signature signature) {
        return signature.r().hex() + signature.s().hex() + HEX.toHexDigits((byte) signature.v());
    }

    private static Signature signature(String stored) {
        return new Signature(
                Integer.parseInt(stored.substring(2 * HASH_DIGITS), HEXADECIMAL),
                new EvmHash(stored.substring(0, HASH_DIGITS)),
                new EvmHash(stored.substring(HASH_DIGITS, 2 * HASH_DIGITS)));
    }

    /** The call that shows an authorization to the token. */
    private byte[] call(KnownChain chain, Authorization authorization) {
        return new TransferAuthorization(
                        token(chain),
                        authorization.authorizer(),
                        authorization.recipient(),
                        authorization.amount(),
                        authorization.validBefore(),
                        authorization.nonce())
                .call(signature(authorization.signature()));
    }

    /**
     * A transaction with the submitter's next nonce that shows an authorization to the token. The
     * node sees the authorization here for the first time, so it has to be on record.
     *
     * @return it, or {@link Rejection#PAYMENT_REFUSED} while the token would not take it
     */
    public Outcome<Submission> carrying(
            KnownChain chain, Signer submitter, Authorization authorization) {
        Content payment = payment(chain, authorization);
        GasEstimate asked = estimate(chain, submitter.address(), payment);
        return asked.failure() == null
                ? Outcome.accepted(next(chain, submitter, authorization, asked.gas(), payment))
                : refused(asked);
    }

    private Submission next(
            KnownChain chain,
            Signer submitter,
            Authorization authorization,
            long gas,
            Content content) {
        long nonce =
                mapper.nextNonce(
                        submitter.address(), chain.client().transactionCount(submitter.address()));
        Fees fees = Fees.of(chain.client().gasPrice(), settings.highestFee());
        return sign(
                chain,
                submitter,
                authorization.id(),
                new Terms(
                        new Submission.Key(submitter.address(), nonce, 0), withReserve(gas), fees),
                content);
    }

    /** What a call needs may have grown by the time it is in a block. */
    private static long withReserve(long gas) {
        return gas + gas / 4;
    }

    /** A transaction that no block has taken, and what it was to carry. */
    public record Replacing(
            KnownChain chain, Signer submitter, Authorization authorization, Submission before) {
        private Submission.Key key() {
            return new Submission.Key(
                    before.submitter(), before.accountNonce(), before.replacement() + 1);
        }
    }

    /**
     * The same with the same nonce, for more gas money: a tenth more of both fees, as nodes want
     * that have the one before, or where that is not allowed, up to the limit with the tip of now,
     * for nodes that do not have it.
     *
     * @return empty where the one before pays as much already
     */
    public Optional<Submission> outbidding(Replacing replacing) {
        Submission before = replacing.before();
        return changed(
                replacing, before.gas(), market(replacing).outbidding(before), content(before));
    }

    /**
     * For one that a node does not take: with the gas that is needed by now, or, where the token
     * would refuse what it carries, one that does nothing but use the nonce up, for those behind
     * it. It pays what is usual now and no less than before; to outbid it is another matter.
     *
     * @return empty where nothing would change
     */
    public Optional<Submission> unblocking(Replacing replacing) {
        KnownChain chain = replacing.chain();
        EvmAddress submitter = replacing.submitter().address();
        Content payment = payment(chain, replacing.authorization());
        GasEstimate asked = estimate(chain, submitter, payment);
        boolean isPayment = asked.failure() == null;
        Content content = isPayment ? payment : new Content(submitter, NOTHING);
        GasEstimate needed = isPayment ? asked : estimate(chain, submitter, content);
        return changed(
                replacing,
                withReserve(needed.gas()),
                market(replacing).noLessThan(replacing.before()),
                content);
    }

    /** Signers give the same signature for the same transaction. */
    private Optional<Submission> changed(
            Replacing replacing, long gas, Fees fees, Content content) {
        Submission signed =
                sign(
                        replacing.chain(),
                        replacing.submitter(),
                        replacing.authorization().id(),
                        new Terms(replacing.key(), gas, fees),
                        content);
        return signed.hash().equals(replacing.before().hash())
                ? Optional.empty()
                : Optional.of(signed);
    }

    private Fees market(Replacing replacing) {
        return Fees.of(replacing.chain().client().gasPrice(), settings.highestFee());
    }

    private static GasEstimate estimate(KnownChain chain, EvmAddress submitter, Content content) {
        return chain.client().estimateGas(submitter, content.to(), content.data());
    }

    /** Whether a transaction carries its authorization, rather than only use its nonce up. */
    public boolean isPayment(Submission submission) {
        return content(submission).data().length > 0;
    }

    /**
     * Wei per gas.
     *
     * @param highest that may be paid, whatever it is for
     */
    private record Fees(BigInteger max, BigInteger priority, BigInteger highest) {
        private static final BigInteger TWO = BigInteger.TWO;
        private static final BigInteger NINE = BigInteger.valueOf(9);
        private static final BigInteger EIGHT = BigInteger.valueOf(8);

        /** Neither is above the highest, and the tip is part of the most that is paid. */
        Fees {
            max = max.min(highest);
            priority = priority.min(max);
        }

        /** Twice the base fee lasts through six full blocks that each raise it by an eighth. */
        static Fees of(GasPrice price, BigInteger highest) {
            return new Fees(
                    price.baseFee().multiply(TWO).add(price.priorityFee()).max(BigInteger.ONE),
                    price.priorityFee(),
                    highest);
        }

        Fees outbidding(Submission before) {
            BigInteger dearer = raised(before.maxFee());
            return dearer.compareTo(highest) <= 0
                    ? atLeast(dearer, raised(before.priorityFee()))
                    : atLeast(highest, before.priorityFee());
        }

        Fees noLessThan(Submission before) {
            return atLeast(before.maxFee(), before.priorityFee());
        }

        private Fees atLeast(BigInteger leastMax, BigInteger leastPriority) {
            return new Fees(max.max(leastMax), priority.max(leastPriority), highest);
        }

        private static BigInteger raised(BigInteger fee) {
            return fee.multiply(NINE).divide(EIGHT).add(BigInteger.ONE);
        }
    }

    private record Terms(Submission.Key key, long gas, Fees fees) {}

    /** What a transaction says, and to whom. */
    private record Content(EvmAddress to, byte[] data) {}

    private Content payment(KnownChain chain, Authorization authorization) {
        return new Content(chain.token(), call(chain, authorization));
    }

    private static Content content(Submission submission) {
        RawTransaction signed = TransactionDecoder.decode(submission.raw());
        return new Content(
                EvmAddress.parse(signed.getTo()), Numeric.hexStringToByteArray(signed.getData()));
    }

    private Submission sign(
            KnownChain chain,
            Signer submitter,
            AuthorizationId authorization,
            Terms terms,
            Content content) {
        RawTransaction transaction =
                RawTransaction.createTransaction(
                        chain.chainId(),
                        BigInteger.valueOf(terms.key().accountNonce()),
                        BigInteger.valueOf(terms.gas()),
                        content.to().toString(),
                        BigInteger.ZERO,
                        HEX.formatHex(content.data()),
                        terms.fees().priority(),
                        terms.fees().max());
        EvmHash digest = EvmHash.of(Hash.sha3(TransactionEncoder.encode(transaction)));
        Signature signature = submitter.sign(digest);
        byte[] raw =
                TransactionEncoder.encode(
                        transaction,
                        new Sign.SignatureData(
                                (byte) signature.v(),
                                signature.r().bytes(),
                                signature.s().bytes()));
        return new Submission(
                submitter.address(),
                terms.key().accountNonce(),
                terms.key().replacement(),
                authorization,
                EvmHash.of(Hash.sha3(raw)),
                HEX.formatHex(raw),
                terms.gas(),
                terms.fees().max(),
                terms.fees().priority(),
                clock.instant());
    }
}
