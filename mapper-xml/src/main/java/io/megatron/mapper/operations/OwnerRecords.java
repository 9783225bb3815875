package io.megatron.mapper.operations;

/**
 * Somebody with records.
 *
 * @param key the key of an account or of an asset, as text
 * @param records about how many records there are
 */
public record OwnerRecords(String key, long records) {}
