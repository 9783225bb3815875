package io.megatron.mapper.operations;

/**
 * A part of the book's order: what is younger than one point, up to another one.
 *
 * @param after not part of it
 * @param upTo the last that is
 */
public record Span(ReconciledUpTo after, ReconciledUpTo upTo) {}
