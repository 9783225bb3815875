package io.megatron.core.custody.chain;

import java.math.BigInteger;

/**
 * What gas costs (EIP-1559).
 *
 * @param baseFee wei per gas that the next block burns at least
 * @param priorityFee wei per gas that the node suggests to add
 */
public record GasPrice(BigInteger baseFee, BigInteger priorityFee) {}
