package io.megatron.core.identity;

/** The way letters take. */
public interface Mailing {

    /**
     * A letter, to be read by nobody but whom it is for.
     *
     * @param text may carry a code
     */
    record Letter(EmailAddress to, String subject, String text) {
        @Override
        public String toString() {
            return "Letter[" + subject + "]";
        }
    }

    /**
     * Hands a letter over.
     *
     * @throws RuntimeException if nobody takes it
     */
    void send(Letter letter);
}
