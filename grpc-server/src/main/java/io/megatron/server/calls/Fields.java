package io.megatron.server.calls;

import com.google.protobuf.Timestamp;
import io.megatron.curve.money.AmountFormatException;
import io.megatron.curve.money.AmountOutOfRangeException;
import io.megatron.curve.money.Price;
import io.megatron.curve.money.Ratio;
import io.megatron.curve.money.Shares;
import io.megatron.curve.money.Slope;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.AssetRequestId;
import io.megatron.mapper.ids.DepositId;
import io.megatron.mapper.ids.HaltId;
import io.megatron.mapper.ids.LpWithdrawalId;
import io.megatron.mapper.ids.TradeId;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.ids.WithdrawalId;
import io.megatron.server.errors.InvalidField;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads the fields of requests. Whatever cannot be read is an {@link InvalidField} that names the
 * field in the words of the proto.
 */
public final class Fields {
    private static final Pattern SYMBOL = Pattern.compile("[A-Z][A-Z0-9.-]{0,19}");
    private static final long FIRST_SECOND = Instant.parse("0001-01-01T00:00:00Z").getEpochSecond();
    private static final long LAST_SECOND = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
    private static final int MAX_NANOS = 999_999_999;
    private static final long MOST_SECONDS = 315_576_000_000L;
    private static final int NANOS_PER_MICRO = 1_000;
    private static final int DEFAULT_PAGE_SIZE = 50;
    private static final int MAX_PAGE_SIZE = 500;

    private static final UUID NIL = new UUID(0, 0);
    private static final String NO_UUID = "is not a UUID";

    private Fields() {}

    /**
     * In the one form that a UUID is written in: Java's own parser would also take "1-1-1-1-1". The
     * nil UUID stands for the platform itself inside, and is nobody's outside.
     */
    public static UUID uuid(String field, String text) {
        requirePresent(field, text);
        UUID uuid = parsed(field, text);
        if (!uuid.toString().equalsIgnoreCase(text)) {
            throw new InvalidField(field, NO_UUID);
        }
        if (uuid.equals(NIL)) {
            throw new InvalidField(field, "is the nil UUID, which names nothing");
        }
        return uuid;
    }

    private static UUID parsed(String field, String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException notEvenNearly) {
            throw new InvalidField(field, NO_UUID);
        }
    }

    public static UUID requestId(String text) {
        return uuid("request_id", text);
    }

    public static AssetId assetId(String text) {
        return AssetId.of(uuid("asset_id", text));
    }

    public static Optional<AssetId> optionalAssetId(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(assetId(text));
    }

    public static UserId userId(String text) {
        return UserId.of(uuid("user_id", text));
    }

    public static TradeId tradeId(String text) {
        return TradeId.of(uuid("trade_id", text));
    }

    public static AssetRequestId assetRequestId(String text) {
        return AssetRequestId.of(uuid("asset_request_id", text));
    }

    public static LpWithdrawalId lpWithdrawalId(String text) {
        return LpWithdrawalId.of(uuid("lp_withdrawal_id", text));
    }

    public static DepositId depositId(String text) {
        return DepositId.of(uuid("deposit_id", text));
    }

    public static WithdrawalId withdrawalId(String text) {
        return WithdrawalId.of(uuid("withdrawal_id", text));
    }

    public static HaltId haltId(String text) {
        return HaltId.of(uuid("halt_id", text));
    }

    public static Usdc usdc(String field, String text) {
        return amount(field, text, Usdc::parse);
    }

    public static Usdc positiveUsdc(String field, String text) {
        Usdc amount = usdc(field, text);
        if (!amount.isPositive()) {
            throw new InvalidField(field, "is not above zero");
        }
        return amount;
    }

    public static Shares shares(String field, String text) {
        return amount(field, text, Shares::parse);
    }

    public static Price positivePrice(String field, String text) {
        Price price = amount(field, text, Price::parse);
        if (!price.isPositive()) {
            throw new InvalidField(field, "is not above zero");
        }
        return price;
    }

    public static Slope slope(String field, String text) {
        return amount(field, text, Slope::parse);
    }

    /** A ratio between two others, both included. */
    public static Ratio ratio(String field, String text, Ratio least, Ratio most) {
        requirePresent(field, text);
        Ratio ratio;
        try {
            ratio = Ratio.parse(text);
        } catch (AmountFormatException malformed) {
            throw new InvalidField(field, String.valueOf(malformed.getMessage()));
        } catch (AmountOutOfRangeException beyondOne) {
            throw notBetween(field, least, most);
        }
        if (ratio.compareTo(least) < 0 || ratio.compareTo(most) > 0) {
            throw notBetween(field, least, most);
        }
        return ratio;
    }

    private static InvalidField notBetween(String field, Ratio least, Ratio most) {
        return new InvalidField(field, "is not between " + least + " and " + most);
    }

    private static <A> A amount(String field, String text, Function<String, A> parse) {
        requirePresent(field, text);
        try {
            return parse.apply(text);
        } catch (AmountFormatException malformed) {
            throw new InvalidField(field, String.valueOf(malformed.getMessage()));
        } catch (AmountOutOfRangeException tooLarge) {
            throw new InvalidField(field, "is larger than any account could hold");
        }
    }

    public static String symbol(String text) {
        requirePresent("symbol", text);
        if (!SYMBOL.matcher(text).matches()) {
            throw new InvalidField(
                    "symbol", "is not 1 to 20 of A-Z, 0-9, '.' and '-', beginning with a letter");
        }
        return text;
    }

    /** Text for people: no control characters, which no screen shows and no column has to keep. */
    public static String words(String field, String text, int maxLength) {
        requirePresent(field, text.strip());
        if (text.codePointCount(0, text.length()) > maxLength) {
            throw new InvalidField(field, "has more than " + maxLength + " characters");
        }
        if (text.codePoints().anyMatch(Character::isISOControl)) {
            throw new InvalidField(field, "contains control characters");
        }
        return text;
    }

    /** Text of any number of lines, possibly none; no control characters but breaks and tabs. */
    public static String lines(String field, String text, int maxLength) {
        if (text.codePointCount(0, text.length()) > maxLength) {
            throw new InvalidField(field, "has more than " + maxLength + " characters");
        }
        boolean controls =
                text.codePoints()
                        .anyMatch(
                                character ->
                                        Character.isISOControl(character)
                                                && character != '\n'
                                                && character != '\r'
                                                && character != '\t');
        if (controls) {
            throw new InvalidField(field, "contains control characters");
        }
        return text;
    }

    public static Instant time(String field, Timestamp time) {
        boolean valid =
                time.getSeconds() >= FIRST_SECOND
                        && time.getSeconds() <= LAST_SECOND
                        && time.getNanos() >= 0
                        && time.getNanos() <= MAX_NANOS;
        if (!valid) {
            throw new InvalidField(field, "is no time between the years 1 and 9999");
        }
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }

    /** A length of time that the exchange can tell from others: it counts in microseconds. */
    public static Duration duration(String field, com.google.protobuf.Duration duration) {
        long seconds = duration.getSeconds();
        int nanos = duration.getNanos();
        boolean valid =
                seconds >= -MOST_SECONDS
                        && seconds <= MOST_SECONDS
                        && nanos >= -MAX_NANOS
                        && nanos <= MAX_NANOS
                        && Long.signum(seconds) * Integer.signum(nanos) >= 0;
        if (!valid) {
            throw new InvalidField(field, "is no duration of at most 10000 years");
        }
        if (nanos % NANOS_PER_MICRO != 0) {
            throw new InvalidField(field, "is not in whole microseconds");
        }
        return Duration.ofSeconds(seconds, nanos);
    }

    public static int pageSize(int size) {
        if (size < 0 || size > MAX_PAGE_SIZE) {
            throw new InvalidField("page_size", "is not between 0 and " + MAX_PAGE_SIZE);
        }
        return size == 0 ? DEFAULT_PAGE_SIZE : size;
    }

    private static void requirePresent(String field, String text) {
        if (text.isEmpty()) {
            throw new InvalidField(field, "is required");
        }
    }
}
