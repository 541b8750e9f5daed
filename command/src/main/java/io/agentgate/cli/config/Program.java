package io.agentgate.cli.config;

import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.gateway.call.Timeouts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A server that is started, with no variables left.
 *
 * @param environment variables that it has beside ours; secrets
 * @param directory where it is started; null for our own
 * @param maxChildren most of it that may run at once
 * @param shared whether all sessions use one of it
 * @param timeouts how long its answers are waited for
 */
public record Program(
        String name,
        List<String> command,
        Map<String, String> environment,
        @Nullable Path directory,
        int maxChildren,
        boolean shared,
        Timeouts timeouts) {
    public Program {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /**
     * The program of a server of the configuration.
     *
     * @param variables of our environment, for the values that name some
     * @throws CommandException if one of them is missing
     */
    public static Program of(
            ListedServer server, ListedServer.Way.Command way, Map<String, String> variables)
            throws CommandException {
        Map<String, String> environment = new LinkedHashMap<>();
        for (Map.Entry<String, String> named : server.env().entrySet()) {
            environment.put(named.getKey(), expanded(server.name(), named.getValue(), variables));
        }
        List<String> command = new ArrayList<>(way.words().size());
        for (String word : way.words()) {
            command.add(expanded(server.name(), word, variables));
        }
        return new Program(
                server.name(),
                command,
                environment,
                way.directory(),
                way.maxChildren(),
                way.shared(),
                server.timeouts());
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

    /** Without what may be secret. */
    @Override
    public String toString() {
        return "Program[" + name + "]";
    }
}
