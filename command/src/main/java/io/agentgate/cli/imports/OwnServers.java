package io.agentgate.cli.imports;

import io.agentgate.cli.clients.Draft;
import io.agentgate.cli.clients.Snapshot;
import io.agentgate.cli.installation.Home;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The servers in our own configuration, and those that are added behind them. */
final class OwnServers {
    private static final int MAX_NAME = 64;

    private final Draft draft;
    private final Variables variables;
    private final Map<String, Map<String, Object>> known = new LinkedHashMap<>();

    OwnServers(Home home, Variables variables) throws CommandException {
        this.variables = variables;
        this.draft = Draft.of(Snapshot.of(home.config()), true);
        Object servers = draft.now().plain().get(ServerTable.ARRAY);
        if (servers != null && !(servers instanceof List<?>)) {
            throw new CommandException(
                    ExitCode.CONFIG,
                    home.config() + ": `servers` must be an array of tables: [[servers]]");
        }
        for (Object server : Plain.list(servers)) {
            Map<String, Object> keys = Plain.map(server);
            known.put(String.valueOf(keys.get(ServerTable.NAME)), keys);
        }
    }

    Draft draft() {
        return draft;
    }

    /** Adds a server, under its own name if that is free. */
    Item add(SourceServer source) throws CommandException {
        List<String> remarks = new ArrayList<>(source.remarks());
        try {
            String wanted = word(source.name());
            ServerTable table = table(source, wanted);
            String name = wanted;
            for (int number = 2; isTaken(name, table); number++) {
                name = wanted + "-" + number;
                table.keys().put(ServerTable.NAME, name);
            }
            if (!name.equals(source.name())) {
                remarks.add(
                        "the name \""
                                + source.name()
                                + "\" is "
                                + (name.equals(wanted) ? "no word" : "taken"));
            }
            if (table.keys().equals(known.get(name))) {
                remarks.add("it stands there already");
                return new Item(source.item(), Item.Outcome.LEFT, name, remarks);
            }
            known.put(name, table.keys());
            draft.append(ServerTable.ARRAY, table.text(draft.now().source().lineEnd()));
            return new Item(source.item(), Item.Outcome.IMPORTED, name, remarks);
        } catch (Untranslatable cannot) {
            remarks.add(cannot.reason());
            return new Item(source.item(), Item.Outcome.NOT_IMPORTED, null, remarks);
        }
    }

    /** What puts the gateway before a server of this name. */
    String commandOf(String name) {
        Map<String, Object> keys = known.getOrDefault(name, Map.of());
        String verb = keys.containsKey(ServerTable.COMMAND) ? "wrap" : "serve";
        return "agentgate " + verb + " --server " + name;
    }

    private boolean isTaken(String name, ServerTable table) {
        Map<String, Object> other = known.get(name);
        return other != null && !other.equals(table.keys());
    }

    private ServerTable table(SourceServer source, String name) throws Untranslatable {
        return switch (source.way()) {
            case SourceServer.Started started ->
                    ServerTable.of(
                            name,
                            new SourceServer.Started(
                                    variables.references(started.command()),
                                    variables.arguments(name, started.arguments()),
                                    variables.values(name, started.environment())));
            case SourceServer.Called called ->
                    ServerTable.of(
                            name,
                            new SourceServer.Called(
                                    called.transport(),
                                    variables.address(called.url()),
                                    variables.values(name, called.headers())));
        };
    }

    /** A name as our configuration has them. */
    private static String word(String name) {
        String word = name.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[-._]+|[-._]+$", "");
        String cut = word.length() > MAX_NAME ? word.substring(0, MAX_NAME) : word;
        return cut.isEmpty() ? "server" : cut;
    }
}
