package io.megatron.client.demo;

import com.google.errorprone.annotations.FormatMethod;
import io.grpc.StatusRuntimeException;
import io.megatron.client.ClientException;
import io.megatron.client.connection.ReadableError;

/** How the story is told, and held against what should have happened. */
final class Telling {
    private Telling() {}

    static void chapter(String title) {
        System.out.printf("%n%s%n", title);
    }

    @FormatMethod
    static void say(String format, Object... values) {
        System.out.println("  " + format.formatted(values));
    }

    static void print(String table) {
        System.out.print(table);
    }

    static void agree(String what, Object actual, Object expected) {
        if (!actual.equals(expected)) {
            throw new ClientException("%s: %s instead of %s".formatted(what, actual, expected));
        }
    }

    static void refused(String expectedReason, Runnable attempt) {
        try {
            attempt.run();
        } catch (StatusRuntimeException refusal) {
            ReadableError error = ReadableError.of(refusal);
            System.out.println(error.toString().indent(4).stripTrailing());
            agree("the reason", error.reason(), expectedReason);
            return;
        }
        throw new ClientException("a call was answered that should be " + expectedReason);
    }
}
