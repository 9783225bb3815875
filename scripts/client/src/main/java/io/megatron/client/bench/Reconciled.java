package io.megatron.client.bench;

import org.jspecify.annotations.Nullable;

/** Whether the books were right afterwards. */
enum Reconciled {
    YES("yes", true),
    NO("NO", false),
    /** Nobody looked, so nothing can be said. */
    NOT_ASKED("not asked", null);

    private final String text;
    private final @Nullable Boolean json;

    Reconciled(String text, @Nullable Boolean json) {
        this.text = text;
        this.json = json;
    }

    /** Looks at the books, unless that is not wanted. */
    static Reconciled of(Target target, BenchSettings settings) {
        if (!settings.reconciles()) {
            return NOT_ASKED;
        }
        return target.reconciles() ? YES : NO;
    }

    String text() {
        return text;
    }

    @Nullable Boolean json() {
        return json;
    }
}
