package io.megatron.core.testing;

import io.megatron.core.Outcome;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Command;
import io.megatron.core.ledger.Draft;
import io.megatron.core.ledger.Keys;
import java.util.function.Consumer;
import java.util.function.Function;

/** A command that does what a test tells it to; it answers, and is remembered by, a word. */
public record ScriptedCommand(
        Call call, Consumer<Keys> rows, Function<Draft, Outcome<String>> decision)
        implements Command<String> {

    /** A command that touches no rows. */
    public static ScriptedCommand of(Function<Draft, Outcome<String>> decision) {
        return new ScriptedCommand(Exchange.adminCall("scripted"), keys -> {}, decision);
    }

    @Override
    public void declare(Keys keys) {
        rows.accept(keys);
    }

    @Override
    public Outcome<String> decide(Draft draft) {
        return decision.apply(draft);
    }

    @Override
    public String remember(String result) {
        return result;
    }

    @Override
    public String recall(String remembered) {
        return remembered;
    }
}
