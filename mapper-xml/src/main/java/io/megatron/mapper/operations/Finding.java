package io.megatron.mapper.operations;

/**
 * One place where an invariant does not hold.
 *
 * @param subject the row, in words: table and key
 * @param expected what the invariant demands
 * @param actual what stands there
 */
public record Finding(String subject, String expected, String actual) {}
