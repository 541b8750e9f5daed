package io.agentgate.cli.connect;

import io.agentgate.cli.clients.Backups;
import io.agentgate.cli.clients.Client;
import io.agentgate.cli.clients.ClientEntry;
import io.agentgate.cli.clients.ClientFile;
import io.agentgate.cli.clients.ClientPlaces;
import io.agentgate.cli.clients.Machine;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.cli.terminal.Table;
import io.agentgate.protocol.JsonWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The clients of a machine: which are there, and which go through the gateway. */
final class ClientList {
    private final Machine machine;
    private final InstantSource clock;

    ClientList(Machine machine, InstantSource clock) {
        this.machine = machine;
        this.clock = clock;
    }

    /**
     * What is known of one client.
     *
     * @param entries those that lead to the gateway
     * @param problem why its file cannot be looked into, or null
     */
    private record Row(
            Client client,
            Path file,
            boolean found,
            List<String> entries,
            int others,
            @Nullable String problem) {}

    int print(PrintWriter out, boolean json) {
        List<Row> rows = rows();
        if (json) {
            out.println(new String(json(rows).toBytes(), StandardCharsets.UTF_8));
        } else {
            table(rows).print(out);
            rows.stream()
                    .filter(row -> row.problem != null)
                    .forEach(row -> out.println(Table.printable(String.valueOf(row.problem))));
        }
        out.flush();
        return ExitCode.OK;
    }

    /** The list, as {@code agentgate connect --json} says it, as a member of an object. */
    void write(JsonWriter json) {
        write(json, rows());
    }

    private List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (Client client : Client.values()) {
            rows.add(row(client));
        }
        return rows;
    }

    private Row row(Client client) {
        ClientPlaces places = new ClientPlaces(machine);
        Path file = places.file(client);
        boolean found = Files.exists(file) || Files.isDirectory(places.directory(client));
        try {
            List<ClientEntry> entries =
                    ClientEntry.in(
                            new ClientFile(client, file, null),
                            new Backups(machine.home().path(), client.word(), clock));
            List<String> ours =
                    entries.stream()
                            .filter(entry -> entry.way() != ClientEntry.Way.PAST)
                            .map(entry -> entry.slot().title())
                            .toList();
            return new Row(client, file, found, ours, entries.size() - ours.size(), null);
        } catch (CommandException unreadable) {
            return new Row(client, file, found, List.of(), 0, unreadable.getMessage());
        }
    }

    private static Table table(List<Row> rows) {
        Table table = new Table("Client", "Found", "Gateway", "Other servers", "File");
        for (Row row : rows) {
            table.row(
                    row.client.word(),
                    row.found ? "yes" : "no",
                    row.problem != null
                            ? "?"
                            : row.entries.isEmpty() ? "-" : String.join(", ", row.entries),
                    row.problem != null ? "?" : Integer.toString(row.others),
                    row.file.toString());
        }
        return table;
    }

    private static JsonWriter json(List<Row> rows) {
        JsonWriter json = new JsonWriter().beginObject();
        write(json, rows);
        return json.endObject();
    }

    private static void write(JsonWriter json, List<Row> rows) {
        json.name("clients").beginArray();
        for (Row row : rows) {
            json.beginObject().name("client").value(row.client.word());
            json.name("title").value(row.client.title());
            json.name("found").value(row.found);
            json.name("file").value(row.file.toString());
            json.name("entries").beginArray();
            row.entries.forEach(json::value);
            json.endArray().name("other_servers").value(row.others);
            json.name("problem");
            if (row.problem == null) {
                json.nullValue();
            } else {
                json.value(row.problem);
            }
            json.endObject();
        }
        json.endArray();
    }
}
