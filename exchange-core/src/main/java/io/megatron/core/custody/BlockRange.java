package io.megatron.core.custody;

/** Blocks from one to another, both included. */
public record BlockRange(long from, long to) {
    public BlockRange {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("blocks " + from + " to " + to);
        }
    }

    @Override
    public String toString() {
        return from + ".." + to;
    }
}
