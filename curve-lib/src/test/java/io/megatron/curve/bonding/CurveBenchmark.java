package io.megatron.curve.bonding;

import io.megatron.curve.money.FeeRate;
import io.megatron.curve.money.Price;
import io.megatron.curve.money.Shares;
import io.megatron.curve.money.Slope;
import io.megatron.curve.money.Usdc;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a quote costs. The amounts change from call to call, so that no branch is learnt by heart.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CurveBenchmark {
    private static final int TRADES = 1024;

    /**
     * A state of the curve: "everyday" is 1 USDC + 0.0001·S at 10 thousand to a million shares and
     * trades of 1 to 10 000 USDC; "steep" has a slope beyond a long, which only the general way can
     * do.
     */
    @Param({"everyday", "steep"})
    String kind = "everyday";

    private final FeeRate fee = FeeRate.ofBps(50);
    private final Usdc[] amounts = new Usdc[TRADES];
    private final Shares[] shares = new Shares[TRADES];
    private final Shares[] supplies = new Shares[TRADES];
    private BondingCurve curve = new BondingCurve(Price.parse("1"), Slope.parse("0.0001"));
    private int next;

    @Setup
    public void setUp() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
        boolean everyday = kind.equals("everyday");
        if (!everyday) {
            curve = new BondingCurve(Price.parse("1"), Slope.parse("10000000"));
        }
        for (int i = 0; i < TRADES; i++) {
            amounts[i] = new Usdc(random.nextLong(1_000_000, 10_000_000_000L));
            shares[i] = new Shares(random.nextLong(1, 100_000_000));
            supplies[i] =
                    new Shares(
                            everyday
                                    ? random.nextLong(10_000_000_000L, 1_000_000_000_000L)
                                    : random.nextLong(100_000_000, 1_000_000_000));
        }
    }

    @Benchmark
    public CurveAnswer<BuyFill> buyExactIn() {
        int i = next();
        return curve.buyExactIn(supplies[i], amounts[i], fee);
    }

    @Benchmark
    public CurveAnswer<BuyFill> buyExactOut() {
        int i = next();
        return curve.buyExactOut(supplies[i], shares[i], fee);
    }

    @Benchmark
    public CurveAnswer<SellFill> sellExactIn() {
        int i = next();
        return curve.sellExactIn(supplies[i], shares[i], supplies[i], fee);
    }

    @Benchmark
    public CurveAnswer<SellFill> sellExactOut() {
        int i = next();
        return curve.sellExactOut(supplies[i], amounts[i], supplies[i], fee);
    }

    private int next() {
        next = (next + 1) % TRADES;
        return next;
    }
}
