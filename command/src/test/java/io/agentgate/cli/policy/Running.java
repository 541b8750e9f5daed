package io.agentgate.cli.policy;

import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/**
 * A command that ran to its end in this process.
 *
 * @param exitCode what it ended with
 */
record Running(int exitCode, String out, String err) {
    static Running of(Callable<Integer> command, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line =
                new CommandLine(command)
                        .setCaseInsensitiveEnumValuesAllowed(true)
                        .setOut(new PrintWriter(out, true))
                        .setErr(new PrintWriter(err, true))
                        .setExecutionExceptionHandler(
                                (failed, at, _) -> {
                                    at.getErr().println("agentgate: " + failed.getMessage());
                                    return failed instanceof CommandException known
                                            ? known.exitCode()
                                            : ExitCode.INTERNAL;
                                });
        int exitCode = line.execute(arguments);
        return new Running(exitCode, out.toString(), err.toString());
    }
}
