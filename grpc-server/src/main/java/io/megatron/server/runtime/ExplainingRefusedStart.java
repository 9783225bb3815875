package io.megatron.server.runtime;

import io.megatron.core.operations.PreparingDatabase.UnfitDatabaseException;
import io.megatron.devservices.DevServiceException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Says in a paragraph why the server does not start, where Boot would print the stack trace of
 * whatever bean happened to be made at that moment. Boot finds it by META-INF/spring.factories.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ExplainingRefusedStart implements FailureAnalyzer {
    /** How Boot begins its message; it has no exception of its own for this. */
    private static final String CANNOT_READ_BUNDLE = "Unable to register SSL bundle";

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            FailureAnalysis analysis = explain(cause);
            if (analysis != null) {
                return analysis;
            }
        }
        return null;
    }

    private static @Nullable FailureAnalysis explain(Throwable cause) {
        return switch (cause) {
            case UnfitSettingsException settings -> asItSays(settings);
            case UnfitDatabaseException database -> asItSays(database);
            case DevServiceException embedded -> asItSays(embedded);
            case IllegalStateException files when text(files).startsWith(CANNOT_READ_BUNDLE) ->
                    cannotRead(files);
            default -> null;
        };
    }

    /** Our own messages say what to change. */
    private static FailureAnalysis asItSays(RuntimeException ours) {
        return new FailureAnalysis(text(ours), null, ours);
    }

    /** The innermost message names the file. */
    private static FailureAnalysis cannotRead(IllegalStateException files) {
        Throwable reason = files;
        while (reason.getCause() != null) {
            reason = reason.getCause();
        }
        return new FailureAnalysis(
                "The files of TLS cannot be read: " + text(reason),
                "Let MEGATRON_TLS_CERTIFICATE, MEGATRON_TLS_PRIVATE_KEY and MEGATRON_TLS_CLIENT_CAS"
                        + " name PEM files that this process may read.",
                files);
    }

    private static String text(Throwable thrown) {
        return String.valueOf(thrown.getMessage());
    }
}
