package io.megatron.client.bench;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Which of some assets somebody wants to trade. */
final class Popularity {
    /** The weights of the assets up to each of them. */
    private final double[] upTo;

    private Popularity(double[] weights) {
        upTo = weights.clone();
        Arrays.parallelPrefix(upTo, Double::sum);
    }

    /** All are wanted alike. */
    static Popularity even(int assets) {
        double[] weights = new double[assets];
        Arrays.fill(weights, 1);
        return new Popularity(weights);
    }

    /**
     * The second is wanted half as much as the first, the third a third, and so on (Zipf's law,
     * exponent 1).
     */
    static Popularity zipf(int assets) {
        double[] weights = new double[assets];
        Arrays.setAll(weights, asset -> 1.0 / (asset + 1));
        return new Popularity(weights);
    }

    int assets() {
        return upTo.length;
    }

    int any(RandomGenerator random) {
        int place = Arrays.binarySearch(upTo, random.nextDouble(upTo[upTo.length - 1]));
        return place >= 0 ? place + 1 : -place - 1;
    }
}
