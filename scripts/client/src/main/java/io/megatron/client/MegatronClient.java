package io.megatron.client;

import io.grpc.StatusRuntimeException;
import io.megatron.client.access.TokenCommand;
import io.megatron.client.bench.BenchCommand;
import io.megatron.client.charts.ChartCommand;
import io.megatron.client.connection.ReadableError;
import io.megatron.client.demo.DemoCommand;
import io.megatron.client.operations.ClockCommand;
import io.megatron.client.operations.JobsCommand;
import io.megatron.client.operations.ReconcileCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/** One program for all scripts, which hand it their own name and arguments. */
@Command(
        name = "scripts",
        subcommands = {
            TokenCommand.class,
            ReconcileCommand.class,
            ClockCommand.class,
            JobsCommand.class,
            ChartCommand.class,
            DemoCommand.class,
            BenchCommand.class
        })
public final class MegatronClient {
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private MegatronClient() {}

    public static void main(String[] arguments) {
        System.exit(commands().execute(arguments));
    }

    static CommandLine commands() {
        CommandLine commands = new CommandLine(new MegatronClient());
        commands.setCaseInsensitiveEnumValuesAllowed(true);
        commands.setParameterExceptionHandler(MegatronClient::explainUse);
        commands.setExecutionExceptionHandler(MegatronClient::explainFailure);
        return commands;
    }

    /** The scripts carry the help, so that it is there before anything is built. */
    private static int explainUse(CommandLine.ParameterException mistake, String[] arguments) {
        String script = script(mistake.getCommandLine());
        mistake.getCommandLine()
                .getErr()
                .printf(
                        "%s: %s. 'scripts/%s --help' tells more.%n",
                        script, mistake.getMessage(), script);
        return MISUSED;
    }

    /** The script whose command this is, or whose command has it among its own. */
    private static String script(CommandLine command) {
        CommandLine parent = command.getParent();
        return parent == null || parent.getParent() == null
                ? command.getCommandName()
                : script(parent);
    }

    /** What somebody can do something about is one message; anything else is a bug of ours. */
    private static int explainFailure(
            Exception failure, CommandLine command, ParseResult arguments) {
        switch (failure) {
            case ClientException foreseen -> {
                command.getErr().printf("%s: %s%n", script(command), foreseen.getMessage());
                return foreseen.isMisuse() ? MISUSED : FAILED;
            }
            case StatusRuntimeException refused ->
                    command.getErr().println(ReadableError.of(refused));
            default -> failure.printStackTrace();
        }
        return FAILED;
    }
}
