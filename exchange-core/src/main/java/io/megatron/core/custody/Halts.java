package io.megatron.core.custody;

import io.megatron.core.Refusal;
import io.megatron.core.Rejection;
import io.megatron.core.ledger.BookTable;
import io.megatron.core.ledger.Draft;
import io.megatron.core.ledger.Keys;
import io.megatron.mapper.custody.CustodyMapper;
import io.megatron.mapper.custody.Halt;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Whether custody stands still. While it does, nothing is credited, signed or sent: every command
 * that would do one of them declares this and asks {@link #refusal}, so that not even one that is
 * in the same batch as the halt slips through.
 */
@Component
public class Halts implements BookTable<Halts.Key, Halt> {
    private final CustodyMapper mapper;

    public Halts(CustodyMapper mapper) {
        this.mapper = mapper;
    }

    /** There is one halt at the most that is not resolved. */
    public enum Key {
        OPEN
    }

    /** A command that credits, signs or sends has to declare it. */
    public void declare(Keys keys) {
        keys.add(this, Key.OPEN);
    }

    /** The halt that stands, as the batch sees it. */
    public Optional<Halt> open(Draft draft) {
        return draft.find(this, Key.OPEN).filter(Halt::isOpen);
    }

    /** CUSTODY_HALTED while custody stands still. */
    public Optional<Refusal> refusal(Draft draft) {
        return open(draft).map(Halts::halted);
    }

    /** The halt that stands, outside the book: for whoever wants to know before it begins. */
    public Optional<Halt> open() {
        return mapper.openHalt().stream().findFirst();
    }

    /** The refusal that a halt is the reason of. */
    public static Refusal halted(Halt halt) {
        return new Refusal(
                Rejection.CUSTODY_HALTED,
                "Custody has halted: " + halt.message(),
                Map.of("halt_id", halt.id().toString(), "cause", halt.cause().name()));
    }

    @Override
    public Map<Key, Halt> load(Set<Key> keys) {
        return mapper.openHalt().stream()
                .collect(Collectors.toMap(_ -> Key.OPEN, Function.identity()));
    }

    @Override
    public void persist(Changes<Halt> changes) {
        if (!changes.inserted().isEmpty()) {
            mapper.insertHalts(changes.inserted());
        }
        changes.updated().forEach(mapper::resolveHalt);
    }
}
