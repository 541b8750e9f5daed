package io.agentgate.cli.wrap;

import io.agentgate.cli.config.Config;
import io.agentgate.cli.config.Expansion;
import io.agentgate.cli.config.ListedServer;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The server to be started.
 *
 * @param name what it is called in records
 * @param command its program and arguments
 * @param environment variables that it has beside ours; secrets
 */
record WrappedServer(String name, List<String> command, Map<String, String> environment) {

    /**
     * The server that was asked for.
     *
     * @param variables of our environment, for the values that name some
     * @throws CommandException if the configuration knows none of that name, or none to be started
     */
    static WrappedServer of(Wrapped asked, Config config, Map<String, String> variables)
            throws CommandException {
        return switch (asked) {
            case Wrapped.ByCommand(List<String> words) -> {
                String name = config.servers().name();
                yield new WrappedServer(
                        name == null ? ServerName.of(words) : name, words, Map.of());
            }
            case Wrapped.ByName(String name) -> of(config.servers().named(name), variables);
        };
    }

    private static WrappedServer of(ListedServer server, Map<String, String> variables)
            throws CommandException {
        if (!(server.way() instanceof ListedServer.Way.Command(List<String> words))) {
            throw new CommandException(
                    ExitCode.CONFIG,
                    "server `"
                            + server.name()
                            + "` is reached by its url: `agentgate serve --server "
                            + server.name()
                            + "`");
        }
        Map<String, String> environment = new LinkedHashMap<>();
        for (Map.Entry<String, String> named : server.env().entrySet()) {
            environment.put(
                    named.getKey(),
                    Expansion.of(named.getValue(), variables)
                            .orElseThrow(
                                    missing ->
                                            new CommandException(
                                                    ExitCode.CONFIG,
                                                    "server `"
                                                            + server.name()
                                                            + "` needs the environment variable "
                                                            + missing
                                                            + ", which is not set")));
        }
        return new WrappedServer(server.name(), words, environment);
    }

    @Override
    public String toString() {
        return "WrappedServer[" + name + "]";
    }
}
