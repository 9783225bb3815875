package io.megatron.server.runtime;

/**
 * The order of what a call passes on its way in, outermost first. Boot's own exception handler
 * stands among them, at 1.
 */
public final class InterceptorOrder {
    /** Turns away what is too much, and counts it itself, before any work is done for it. */
    public static final int BOUNDING_CALLS = -20;

    /** Counts what leaves as an error, whoever made it one. */
    public static final int COUNTING_ERRORS = -10;

    /** Times every call, by method and status. */
    public static final int TIMING_CALLS = 0;

    /** Knows the streams that end only when the server does. */
    public static final int RELEASING_STREAMS = 5;

    /** Lets in who may come in. */
    public static final int ADMITTING = 20;

    /** Turns away whoever makes too many calls. */
    public static final int LIMITING = 25;

    /** Hands the deadline on to what the call reads. */
    public static final int INHERITING_DEADLINES = 30;

    private InterceptorOrder() {}
}
