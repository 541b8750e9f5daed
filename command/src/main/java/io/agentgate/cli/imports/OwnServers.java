package io.agentgate.cli.imports;

import io.agentgate.cli.clients.Draft;
import io.agentgate.cli.clients.Snapshot;
import io.agentgate.cli.config.ConfigPlace;
import io.agentgate.cli.installation.Home;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The servers in our own configuration, and those that are added behind them. */
final class OwnServers {
    private static final int MAX_NAME = 64;

    private final Draft draft;
    private final Variables variables;
    private final Path place;
    private final boolean listed;
    private final Map<String, Map<String, Object>> known = new LinkedHashMap<>();
    private final Map<String, String> needed = new LinkedHashMap<>();

    OwnServers(Home home, Variables variables) throws CommandException {
        this.variables = variables;
        this.place = ConfigPlace.of(home);
        this.draft = Draft.of(Snapshot.of(home.config()), true);
        Object servers = draft.now().plain().get(ServerTable.SERVERS);
        if (servers != null && !(servers instanceof List<?>) && !(servers instanceof Map<?, ?>)) {
            throw new CommandException(
                    ExitCode.CONFIG, home.config() + ": `servers` is no table of servers");
        }
        this.listed = servers instanceof List<?>;
        if (listed) {
            for (Object server : Plain.list(servers)) {
                Map<String, Object> keys = Plain.map(server);
                known.put(String.valueOf(keys.get(ServerTable.NAME)), keys);
            }
        } else {
            Plain.map(servers).forEach((name, server) -> known.put(name, named(name, server)));
        }
    }

    private static Map<String, Object> named(String name, Object server) {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put(ServerTable.NAME, name);
        keys.putAll(Plain.map(server));
        return keys;
    }

    Draft draft() {
        return draft;
    }

    /** The variables that the added servers need, each with where it comes from. */
    Map<String, String> needed() {
        return needed;
    }

    /** Adds a server, under its own name if that is free. */
    Item add(SourceServer source) throws CommandException {
        if (!place.equals(draft.snapshot().named())) {
            return Item.of(
                    source.item(),
                    Item.Outcome.NOT_IMPORTED,
                    "your configuration is " + place + "; write it there by hand");
        }
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
            String text = table.text(draft.now().source().lineEnd(), listed);
            draft.append(ServerTable.SERVERS, text);
            variables.reasons().forEach((variable, reason) -> need(variable, reason, text));
            return new Item(source.item(), Item.Outcome.IMPORTED, name, remarks);
        } catch (Untranslatable cannot) {
            remarks.add(cannot.reason());
            return new Item(source.item(), Item.Outcome.NOT_IMPORTED, null, remarks);
        }
    }

    private void need(String variable, String reason, String text) {
        if (text.contains("${" + variable + "}")) {
            needed.put(variable, reason);
        }
    }

    /** What puts the gateway before a server of this name. */
    String commandOf(String name) {
        Map<String, Object> keys = known.getOrDefault(name, Map.of());
        return keys.containsKey(ServerTable.COMMAND)
                ? "agentgate wrap --server " + name
                : "agentgate serve";
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
