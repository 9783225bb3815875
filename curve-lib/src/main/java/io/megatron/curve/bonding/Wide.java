package io.megatron.curve.bonding;

/**
 * A non-negative integer below 2¹²⁷, in two longs. The arithmetic is exact in the sense of {@link
 * Math#addExact}: what leaves the range throws {@link ArithmeticException} and never wraps around.
 * Callers look at {@link #bitLength} first, so that it does not come to that.
 *
 * @param high bits 64 to 126; never negative
 * @param low bits 0 to 63, unsigned
 */
record Wide(long high, long low) {
    static final int MAX_BITS = 127;

    /** What a division answers when the quotient is 2⁶³ or more. */
    static final long TOO_LARGE = -1;

    private static final long DIGIT_MASK = 0xFFFF_FFFFL;

    Wide {
        if (high < 0) {
            throw new ArithmeticException("outside of 127 bits");
        }
    }

    /** The product of two factors that are not negative. */
    static Wide product(long left, long right) {
        if ((left | right) < 0) {
            throw new ArithmeticException("negative factor");
        }
        return new Wide(Math.multiplyHigh(left, right), left * right);
    }

    static int bitLength(long value) {
        return Long.SIZE - Long.numberOfLeadingZeros(value);
    }

    int bitLength() {
        return high == 0 ? bitLength(low) : Long.SIZE + bitLength(high);
    }

    boolean isLessThan(Wide other) {
        return high == other.high ? Long.compareUnsigned(low, other.low) < 0 : high < other.high;
    }

    Wide plus(Wide other) {
        long sum = low + other.low;
        long carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
        return new Wide(Math.addExact(high, other.high) + carry, sum);
    }

    Wide minus(Wide other) {
        long borrow = Long.compareUnsigned(low, other.low) < 0 ? 1 : 0;
        return new Wide(high - other.high - borrow, low - other.low);
    }

    Wide times(long factor) {
        long carry = Math.unsignedMultiplyHigh(low, factor);
        return new Wide(Math.addExact(Math.multiplyExact(high, factor), carry), low * factor);
    }

    /** The largest whole number not above the quotient, or {@link #TOO_LARGE}. */
    long dividedDown(Wide divisor) {
        long quotient =
                divisor.high == 0 ? dividedByOneWord(divisor.low) : dividedByTwoWords(divisor);
        return quotient < 0 ? TOO_LARGE : quotient;
    }

    /** The smallest whole number not below the quotient, or {@link #TOO_LARGE}. */
    long dividedUp(Wide divisor) {
        long floor = dividedDown(divisor);
        if (floor < 0 || !divisor.times(floor).isLessThan(this)) {
            return floor;
        }
        return floor == Long.MAX_VALUE ? TOO_LARGE : floor + 1;
    }

    /** The whole number nearest to the quotient, the even one of two, or {@link #TOO_LARGE}. */
    long dividedHalfEven(Wide divisor) {
        long floor = dividedDown(divisor);
        if (floor < 0) {
            return TOO_LARGE;
        }
        Wide below = minus(divisor.times(floor));
        Wide above = divisor.minus(below);
        boolean up = above.isLessThan(below) || (above.equals(below) && (floor & 1) == 1);
        if (!up) {
            return floor;
        }
        return floor == Long.MAX_VALUE ? TOO_LARGE : floor + 1;
    }

    private long dividedByOneWord(long divisor) {
        if (high == 0) {
            return Long.divideUnsigned(low, divisor);
        }
        if (Long.compareUnsigned(high, divisor) >= 0) {
            return TOO_LARGE;
        }
        return quotientOfNormalized(high, low, divisor);
    }

    /**
     * Divides half of this by the divisor's upper 64 bits, which is at most one too large once the
     * scale is put right, takes one off and puts it back if the remainder has room for it (Warren,
     * Hacker's Delight, 9–5).
     */
    private long dividedByTwoWords(Wide divisor) {
        int shift = Long.numberOfLeadingZeros(divisor.high);
        long divisorTop = divisor.high << shift | divisor.low >>> (Long.SIZE - shift);
        long estimate =
                quotientOfNormalized(high >>> 1, high << 63 | low >>> 1, divisorTop)
                        >>> (63 - shift);
        long quotient = estimate == 0 ? 0 : estimate - 1;
        Wide remainder = minus(divisor.times(quotient));
        return remainder.isLessThan(divisor) ? quotient : quotient + 1;
    }

    /** Long division in two digits of 32 bits (Knuth, algorithm D); {@code high < divisor}. */
    private static long quotientOfNormalized(long high, long low, long divisor) {
        int shift = Long.numberOfLeadingZeros(divisor);
        long normal = divisor << shift;
        long top = shift == 0 ? high : high << shift | low >>> (Long.SIZE - shift);
        long rest = low << shift;
        long upper = quotientDigit(top, rest >>> 32, normal);
        long middle = (top << 32 | rest >>> 32) - upper * normal;
        long lower = quotientDigit(middle, rest & DIGIT_MASK, normal);
        return upper << 32 | lower;
    }

    /** One digit: {@code (top·2³² + next) / divisor}; the loop runs at most twice. */
    private static long quotientDigit(long top, long next, long divisor) {
        long divisorUpper = divisor >>> 32;
        long divisorLower = divisor & DIGIT_MASK;
        long digit = Long.divideUnsigned(top, divisorUpper);
        long remainder = top - digit * divisorUpper;
        while (digit > DIGIT_MASK
                || Long.compareUnsigned(digit * divisorLower, remainder << 32 | next) > 0) {
            digit--;
            remainder += divisorUpper;
            if (remainder > DIGIT_MASK) {
                break;
            }
        }
        return digit;
    }
}
