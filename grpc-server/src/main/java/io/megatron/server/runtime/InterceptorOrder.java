package io.megatron.server.runtime;

/**
 * The order of what a call passes on its way in, outermost first. Boot's own two stand before: the
 * observation (0), which times everything, and the exception handler (1).
 */
public final class InterceptorOrder {
    /** Counts what leaves as an error, whoever made it one. */
    public static final int COUNTING_ERRORS = -10;

    /** Knows the streams that end only when the server does. */
    public static final int RELEASING_STREAMS = 5;

    /** Turns away what is too much, before any work is done for it. */
    public static final int BOUNDING_CALLS = 10;

    /** Lets in who may come in. */
    public static final int ADMITTING = 20;

    private InterceptorOrder() {}
}
