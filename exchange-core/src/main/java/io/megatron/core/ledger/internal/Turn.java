package io.megatron.core.ledger.internal;

import java.util.concurrent.locks.ReentrantLock;
import org.springframework.stereotype.Component;

/**
 * Whose turn it is to take commands and decide them. A node has two lanes that write the book in
 * turn: while one writes what it has decided, the other has the turn and decides what comes next.
 * Fair, so that the lane that has just passed the turn on does not take it again.
 */
@Component
final class Turn {
    private final ReentrantLock lock = new ReentrantLock(true);

    /** Waits for the turn; whoever has it keeps it. */
    void take() {
        if (!lock.isHeldByCurrentThread()) {
            lock.lock();
        }
    }

    /** Lets the other lane go on; nothing happens where this one has passed it on before. */
    void pass() {
        if (lock.isHeldByCurrentThread()) {
            lock.unlock();
        }
    }
}
