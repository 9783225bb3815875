package io.megatron.core.ledger;

/**
 * How a node takes its turns at the book.
 *
 * @param yielding whether it leaves the book to others after each batch, for as long as it took
 *     from asking for the book to giving it free. So a node on which nobody waits but jobs never
 *     has the book for more than half of the time, and traders on the others always come first.
 */
public record BookPace(boolean yielding) {
    /** Takes the next turn at once. */
    public static final BookPace EAGER = new BookPace(false);
}
