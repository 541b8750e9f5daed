package io.agentgate.cli.wrap;

import io.agentgate.cli.config.Config;
import io.agentgate.cli.config.ListedServer;
import io.agentgate.cli.config.Program;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.gateway.call.Timeouts;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The server to be started.
 *
 * @param name what it is called in records
 * @param command its program and arguments
 * @param environment variables that it has beside ours; secrets
 * @param directory where it is started; null for our own
 * @param timeouts how long its answers are waited for
 * @param validatesArguments whether arguments have to fit what it lists of its tools
 */
record WrappedServer(
        String name,
        List<String> command,
        Map<String, String> environment,
        @Nullable Path directory,
        Timeouts timeouts,
        boolean validatesArguments) {

    /**
     * The server that was asked for.
     *
     * @param variables of our environment, for the values that name some
     * @throws CommandException if the configuration knows none of that name, or none to be started
     */
    static WrappedServer of(WrapOptions options, Config config, Map<String, String> variables)
            throws CommandException {
        WrappedServer server =
                switch (options.wrapped()) {
                    case Wrapped.ByCommand(List<String> words) ->
                            new WrappedServer(
                                    name(config, words),
                                    words,
                                    Map.of(),
                                    null,
                                    Timeouts.USUAL,
                                    false);
                    case Wrapped.ByName(String name) -> of(config.servers().named(name), variables);
                };
        String named = options.names().server();
        return new WrappedServer(
                named == null ? server.name : named,
                server.command,
                server.environment,
                server.directory,
                server.timeouts,
                server.validatesArguments || options.validatesArguments());
    }

    private static String name(Config config, List<String> command) {
        String configured = config.servers().name();
        return configured == null ? ServerName.of(command) : configured;
    }

    private static WrappedServer of(ListedServer server, Map<String, String> variables)
            throws CommandException {
        if (!(server.way() instanceof ListedServer.Way.Command way)) {
            throw new CommandException(
                    ExitCode.CONFIG,
                    "server `"
                            + server.name()
                            + "` is reached by its url: `agentgate serve --server "
                            + server.name()
                            + "`");
        }
        Program program = Program.of(server, way, variables);
        return new WrappedServer(
                program.name(),
                program.command(),
                program.environment(),
                program.directory(),
                program.timeouts(),
                server.validatesArguments());
    }

    @Override
    public String toString() {
        return "WrappedServer[" + name + "]";
    }
}
