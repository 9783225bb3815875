package io.megatron.core.custody;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.custody.KnowingChain.KnownChain;
import io.megatron.core.custody.chain.ChainClient.Finality;
import io.megatron.core.custody.keys.Signer;
import io.megatron.core.custody.keys.SigningKeys;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.custody.AuthorizationMapper;
import io.megatron.mapper.custody.EvmAddress;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** Whether anything can be signed and paid at the moment, and how much. */
@Component
public class PaymentConditions {
    private static final int SUBMITTER = 0;
    private static final int WEI = 18;

    private final KnowingChain knowing;
    private final Optional<SigningKeys> keys;
    private final Halts halts;
    private final AuthorizationMapper mapper;
    private final WithdrawalSettings settings;

    public PaymentConditions(
            KnowingChain knowing,
            Optional<SigningKeys> keys,
            Halts halts,
            AuthorizationMapper mapper,
            WithdrawalSettings settings) {
        this.knowing = knowing;
        this.keys = keys;
        this.halts = halts;
        this.mapper = mapper;
        this.settings = settings;
    }

    /** A chain, and the keys of the accounts that pay on it. */
    record Payer(KnownChain chain, SigningKeys keys) {
        EvmAddress hotWallet() {
            return keys.hotWallet().address();
        }

        /** The account that pays gas. */
        EvmAddress submitter() {
            return submitterKey().address();
        }

        /** Whether it is one of the accounts that this node has keys of. */
        boolean owns(EvmAddress address) {
            return address.equals(hotWallet()) || address.equals(submitter());
        }

        Signer submitterKey() {
            return keys.submitter(SUBMITTER);
        }
    }

    /** Why this node can pay nothing whatever the chain says: no chain, no keys, or a halt. */
    public Optional<String> off() {
        if (knowing.isOff()) {
            return Optional.of("no chain is configured");
        }
        if (keys.isEmpty()) {
            return Optional.of("this node has no keys");
        }
        return halts.open().map(halt -> "custody has halted: " + halt.message());
    }

    /** The payer, unless this node is {@link #off}. */
    Optional<Payer> payer() {
        return off().isPresent()
                ? Optional.empty()
                : knowing.chain().flatMap(chain -> keys.map(ours -> new Payer(chain, ours)));
    }

    /**
     * What the payer makes of it, or {@link Rejection#CUSTODY_OFF} where this node is {@link #off}.
     */
    <T> Outcome<T> paying(Function<Payer, Outcome<T>> payment) {
        return payer().map(payment)
                .orElseGet(
                        () ->
                                Outcome.refused(
                                        Rejection.CUSTODY_OFF,
                                        off().orElse("This node cannot pay.")));
    }

    /** What of the token and our accounts on the chain stands against any payment now. */
    Optional<String> obstacle(Payer payer) {
        return paused(payer).or(() -> blacklisted(payer)).or(() -> gasLow(payer));
    }

    Optional<String> paused(Payer payer) {
        return payer.chain().client().isPaused(payer.chain().token())
                ? Optional.of("the token is paused")
                : Optional.empty();
    }

    Optional<String> blacklisted(Payer payer) {
        return payer.chain().client().isBlacklisted(payer.chain().token(), payer.hotWallet())
                ? Optional.of("the token refuses the hot wallet " + payer.hotWallet())
                : Optional.empty();
    }

    Optional<String> gasLow(Payer payer) {
        BigInteger gas = payer.chain().client().gasBalance(payer.submitter());
        return gas.compareTo(settings.leastGasBalance()) >= 0
                ? Optional.empty()
                : Optional.of(
                        "the submitter %s has %s for gas and needs %s at the least"
                                .formatted(
                                        payer.submitter(),
                                        new BigDecimal(gas, WEI)
                                                .stripTrailingZeros()
                                                .toPlainString(),
                                        settings.minGasBalance().toPlainString()));
    }

    /** USDC of the hot wallet that is not signed away; below zero where too much is. */
    Usdc available(Payer payer) {
        KnownChain chain = payer.chain();
        long head = chain.client().head(Finality.LATEST).number();
        return chain.client()
                .balance(chain.token(), payer.hotWallet(), head)
                .minus(mapper.pledged(payer.hotWallet()));
    }

    /**
     * How many transactions of the submitter no block has used up, those counted that what was
     * signed is still to get. What lies behind a gap of nonces is no block's next, and may never
     * be: where a node has named a nonce far ahead, it must not take a place for ever.
     */
    long inFlight(Payer payer) {
        long used = payer.chain().client().transactionCount(payer.submitter());
        long gap = mapper.nextNonce(payer.submitter(), used);
        return Math.max(gap - used, mapper.countUnused());
    }
}
