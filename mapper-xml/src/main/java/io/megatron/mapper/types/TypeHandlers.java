package io.megatron.mapper.types;

import io.megatron.curve.candles.CandleInterval;
import io.megatron.curve.candles.Volume;
import io.megatron.curve.money.Price;
import io.megatron.curve.money.Ratio;
import io.megatron.curve.money.Shares;
import io.megatron.curve.money.Slope;
import io.megatron.curve.money.Usdc;
import io.megatron.curve.pricing.FundamentalPrice;
import io.megatron.mapper.custody.EvmAddress;
import io.megatron.mapper.custody.EvmHash;
import io.megatron.mapper.identity.Digest;
import io.megatron.mapper.ids.ActionId;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.AssetRequestId;
import io.megatron.mapper.ids.AuthorizationId;
import io.megatron.mapper.ids.BackendId;
import io.megatron.mapper.ids.DepositId;
import io.megatron.mapper.ids.HaltId;
import io.megatron.mapper.ids.LpWithdrawalId;
import io.megatron.mapper.ids.RescanId;
import io.megatron.mapper.ids.SessionId;
import io.megatron.mapper.ids.SignalId;
import io.megatron.mapper.ids.TradeId;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.ids.WithdrawalId;
import io.megatron.mapper.ledger.TransferCause;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import org.apache.ibatis.type.TypeHandlerRegistry;

/** The one list of how our types stand in Postgres. */
public final class TypeHandlers {
    private static final int MICRO_SCALE = 6;
    private static final int PICO_SCALE = 12;

    private TypeHandlers() {}

    /** Adds every handler to the registry. */
    public static void register(TypeHandlerRegistry registry) {
        money(registry);
        ids(registry);
        registry.register(
                Instant.class,
                new ValueTypeHandler<>(
                        OffsetDateTime.class,
                        time -> time.atOffset(ZoneOffset.UTC),
                        OffsetDateTime::toInstant));
        registry.register(
                TransferCause.class,
                new ValueTypeHandler<>(
                        String.class,
                        TransferCause::code,
                        code -> TransferCause.valueOf(code.toUpperCase(Locale.ROOT))));
        registry.register(
                CandleInterval.class,
                new ValueTypeHandler<>(String.class, CandleInterval::code, CandleInterval::of));
        registry.register(
                BigInteger.class,
                new ValueTypeHandler<>(
                        BigDecimal.class, BigDecimal::new, BigDecimal::toBigIntegerExact));
        registry.register(
                EvmAddress.class,
                new ValueTypeHandler<>(byte[].class, EvmAddress::bytes, EvmAddress::of));
        registry.register(
                EvmHash.class, new ValueTypeHandler<>(byte[].class, EvmHash::bytes, EvmHash::of));
        registry.register(
                Digest.class, new ValueTypeHandler<>(byte[].class, Digest::bytes, Digest::of));
        registry.register(byte[][].class, new ArrayTypeHandler<>("bytea"));
        registry.register(long[].class, new ArrayTypeHandler<>("int8"));
        registry.register(int[].class, new ArrayTypeHandler<>("int4"));
        registry.register(Integer[].class, new ArrayTypeHandler<>("int4"));
        registry.register(UUID[].class, new UuidArrayTypeHandler());
        registry.register(String[].class, new ArrayTypeHandler<>("text"));
    }

    private static void money(TypeHandlerRegistry registry) {
        registry.register(
                Usdc.class,
                new ValueTypeHandler<>(
                        BigDecimal.class,
                        amount -> BigDecimal.valueOf(amount.micros(), MICRO_SCALE),
                        stored -> Usdc.ofMicros(micros(stored))));
        registry.register(
                Shares.class,
                new ValueTypeHandler<>(
                        BigDecimal.class,
                        amount -> BigDecimal.valueOf(amount.micros(), MICRO_SCALE),
                        stored -> Shares.ofMicros(micros(stored))));
        registry.register(
                Price.class,
                new ValueTypeHandler<>(
                        BigDecimal.class,
                        price -> BigDecimal.valueOf(price.micros(), MICRO_SCALE),
                        stored -> Price.ofMicros(micros(stored))));
        registry.register(
                Volume.class,
                new ValueTypeHandler<>(
                        BigDecimal.class,
                        Volume::usdc,
                        stored -> new Volume(stored.setScale(MICRO_SCALE).unscaledValue())));
        registry.register(
                Ratio.class,
                new ValueTypeHandler<>(
                        BigDecimal.class,
                        ratio -> BigDecimal.valueOf(ratio.millionths(), MICRO_SCALE),
                        stored -> Ratio.ofMillionths(Math.toIntExact(micros(stored)))));
        registry.register(
                FundamentalPrice.class,
                new ValueTypeHandler<>(
                        BigDecimal.class, FundamentalPrice::toDecimal, FundamentalPrice::of));
        registry.register(
                Slope.class,
                new ValueTypeHandler<>(
                        BigDecimal.class,
                        slope -> new BigDecimal(slope.picos(), PICO_SCALE),
                        stored -> new Slope(stored.setScale(PICO_SCALE).unscaledValue())));
    }

    private static void ids(TypeHandlerRegistry registry) {
        id(registry, UserId.class, UserId::value, UserId::of);
        id(registry, AssetId.class, AssetId::value, AssetId::of);
        id(registry, LpWithdrawalId.class, LpWithdrawalId::value, LpWithdrawalId::of);
        id(registry, AssetRequestId.class, AssetRequestId::value, AssetRequestId::of);
        id(registry, SignalId.class, SignalId::value, SignalId::of);
        id(registry, TradeId.class, TradeId::value, TradeId::of);
        id(registry, DepositId.class, DepositId::value, DepositId::of);
        id(registry, HaltId.class, HaltId::value, HaltId::of);
        id(registry, RescanId.class, RescanId::value, RescanId::of);
        id(registry, WithdrawalId.class, WithdrawalId::value, WithdrawalId::of);
        id(registry, AuthorizationId.class, AuthorizationId::value, AuthorizationId::of);
        id(registry, SessionId.class, SessionId::value, SessionId::of);
        id(registry, ActionId.class, ActionId::value, ActionId::of);
        id(registry, BackendId.class, BackendId::value, BackendId::of);
        id(registry, UUID.class, Function.identity(), Function.identity());
    }

    private static <T> void id(
            TypeHandlerRegistry registry,
            Class<T> type,
            Function<T, UUID> toStored,
            Function<UUID, T> fromStored) {
        registry.register(type, new ValueTypeHandler<>(UUID.class, toStored, fromStored));
    }

    private static long micros(BigDecimal stored) {
        return stored.setScale(MICRO_SCALE).unscaledValue().longValueExact();
    }
}
