package io.megatron.client.charts;

import io.megatron.client.access.OperatorToken;
import io.megatron.client.charts.ReadingPrices.Span;
import io.megatron.client.connection.Address;
import io.megatron.client.connection.Connection;
import io.megatron.client.connection.Installation;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code scripts/chart}. */
@Command(name = "chart")
public final class ChartCommand implements Runnable {
    private static final int DATE_LENGTH = 10;
    private static final int LEAST_PIXELS = 400;
    private static final int MOST_PIXELS = 4_000;

    @Spec private CommandSpec command = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "ASSET")
    private String asset = "";

    @Option(names = "--interval")
    private @Nullable String interval;

    @Option(names = "--from")
    private @Nullable String from;

    @Option(names = "--to")
    private @Nullable String to;

    @Option(names = "--folder")
    private @Nullable Path folder;

    @Option(names = "--width")
    private int widthPixels = 1_200;

    @Option(names = "--address")
    private @Nullable String address;

    @Override
    public void run() {
        Span span = new Span(time("--from", from), time("--to", to));
        Optional<Interval> wanted = interval();
        if (widthPixels < LEAST_PIXELS || widthPixels > MOST_PIXELS) {
            throw misused("--width is not between %d and %d".formatted(LEAST_PIXELS, MOST_PIXELS));
        }
        Installation installation = Installation.ofEnvironment();
        Path into = folder == null ? installation.dataFolder().resolve("charts") : folder;
        Address server = address == null ? installation.grpc() : Address.parse(address);
        try (Connection connection = Connection.to(server, installation.transport())) {
            String token = OperatorToken.of(installation);
            new DrawingCharts(connection, token, into, widthPixels)
                    .draw(asset, wanted, span)
                    .forEach(System.out::println);
        }
    }

    private Optional<Interval> interval() {
        String code = interval;
        return code == null
                ? Optional.empty()
                : Optional.of(
                        Interval.of(code)
                                .orElseThrow(
                                        () ->
                                                misused(
                                                        "--interval is not 1m, 5m, 15m, 1h, 4h, 1d"
                                                                + " or 1w")));
    }

    /** A day means its beginning. */
    private Optional<Instant> time(String option, @Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    text.length() == DATE_LENGTH
                            ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                            : Instant.parse(text));
        } catch (DateTimeException malformed) {
            throw misused(
                    option + " is no time such as 2026-11-23 or 2026-11-23T05:30:00Z: " + text);
        }
    }

    private ParameterException misused(String how) {
        return new ParameterException(command.commandLine(), how);
    }
}
