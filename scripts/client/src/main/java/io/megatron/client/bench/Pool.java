package io.megatron.client.bench;

/**
 * An asset and who its LPs are.
 *
 * @param lps each of whom has given it as much
 */
record Pool(String asset, Traders lps) {}
