package io.agentgate.cli.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/**
 * A command that ran to its end in this process.
 *
 * @param exitCode what it ended with
 */
record Running(int exitCode, String out, String err) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What it printed for scripts. */
    JsonNode json() {
        return tree(out);
    }

    static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }

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
