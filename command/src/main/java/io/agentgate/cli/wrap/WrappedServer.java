package io.agentgate.cli.wrap;

import io.agentgate.cli.config.Config;
import io.agentgate.cli.config.Header;
import io.agentgate.cli.config.HeaderException;
import io.agentgate.cli.config.ListedServer;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import java.util.ArrayList;
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
    static WrappedServer of(WrapOptions options, Config config, Map<String, String> variables)
            throws CommandException {
        WrappedServer server =
                switch (options.wrapped()) {
                    case Wrapped.ByCommand(List<String> words) ->
                            new WrappedServer(name(config, words), words, Map.of());
                    case Wrapped.ByName(String name) -> of(config.servers().named(name), variables);
                };
        String named = options.names().server();
        return named == null
                ? server
                : new WrappedServer(named, server.command, server.environment);
    }

    private static String name(Config config, List<String> command) {
        String configured = config.servers().name();
        return configured == null ? ServerName.of(command) : configured;
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
            environment.put(named.getKey(), expanded(server.name(), named.getValue(), variables));
        }
        List<String> command = new ArrayList<>(words.size());
        for (String word : words) {
            command.add(expanded(server.name(), word, variables));
        }
        return new WrappedServer(server.name(), command, environment);
    }

    private static String expanded(String server, String text, Map<String, String> variables)
            throws CommandException {
        try {
            return Header.expanded(text, variables);
        } catch (HeaderException missing) {
            throw new CommandException(
                    ExitCode.CONFIG, "server `" + server + "` needs " + missing.getMessage());
        }
    }

    @Override
    public String toString() {
        return "WrappedServer[" + name + "]";
    }
}
