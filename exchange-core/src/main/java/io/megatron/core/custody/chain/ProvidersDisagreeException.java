package io.megatron.core.custody.chain;

/** Two nodes name different hashes for a block that one of them calls final. */
public class ProvidersDisagreeException extends ChainUnavailableException {
    private static final long serialVersionUID = 1L;

    private final long blockNumber;

    public ProvidersDisagreeException(long blockNumber, String message) {
        super(message);
        this.blockNumber = blockNumber;
    }

    /** The block they do not agree about. */
    public long blockNumber() {
        return blockNumber;
    }
}
