package io.megatron.server.errors;

/**
 * A request that cannot be understood, and the field that is to blame. An exception and not a
 * refusal, since no use case ever sees the request.
 */
public final class InvalidField extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String field;
    private final String description;

    /**
     * @param field the field's path in the request, in the words of the proto
     * @param description completes the sentence "the field …"; never repeats what was sent, which
     *     may be long or hostile
     */
    public InvalidField(String field, String description) {
        super(field + " " + description, null, false, false);
        this.field = field;
        this.description = description;
    }

    public String field() {
        return field;
    }

    public String description() {
        return description;
    }
}
