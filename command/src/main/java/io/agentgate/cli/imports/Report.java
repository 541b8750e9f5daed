package io.agentgate.cli.imports;

import io.agentgate.cli.clients.Backup;
import io.agentgate.cli.terminal.Table;
import io.agentgate.protocol.JsonWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an import did, for people and for scripts.
 *
 * @param source the file that was read
 * @param format what it was found to be
 * @param variables environment variables to set, each with where it comes from
 * @param next commands that go on from here
 */
record Report(
        Path source,
        String format,
        List<Item> items,
        Map<String, String> variables,
        List<String> next) {

    /** Prints it for people. */
    void print(PrintWriter out) {
        out.println(source + ": " + format);
        if (items.isEmpty()) {
            out.println("There are no servers in it.");
            return;
        }
        Table table = new Table("Item", "Outcome", "As", "Remark");
        for (Item item : items) {
            List<String> remarks = new ArrayList<>(item.remarks());
            String first = remarks.isEmpty() ? "" : remarks.removeFirst();
            table.row(
                    item.name(), item.outcome().word(), item.as() == null ? "-" : item.as(), first);
            remarks.forEach(remark -> table.row("", "", "", remark));
        }
        table.print(out);
        if (!variables.isEmpty()) {
            out.println("Environment variables that these servers need:");
            variables.forEach((name, reason) -> out.println("  " + name + "  (" + reason + ")"));
        }
        next.forEach(line -> out.println("Run it behind the gateway: " + line));
    }

    /** The same as a JSON object. */
    String json(boolean dryRun, @Nullable Backup backup) {
        JsonWriter json = new JsonWriter().beginObject();
        json.name("source").value(source.toString());
        json.name("format").value(format);
        json.name("dry_run").value(dryRun);
        json.name("items").beginArray();
        for (Item item : items) {
            json.beginObject().name("item").value(item.name());
            json.name("outcome").value(item.outcome().word());
            text(json.name("as"), item.as());
            json.name("remarks").beginArray();
            item.remarks().forEach(json::value);
            json.endArray().endObject();
        }
        json.endArray().name("variables").beginArray();
        variables.forEach(
                (name, reason) ->
                        json.beginObject()
                                .name("name")
                                .value(name)
                                .name("reason")
                                .value(reason)
                                .endObject());
        json.endArray().name("next").beginArray();
        next.forEach(json::value);
        text(json.endArray().name("backup"), backup == null ? null : backup.directory().toString());
        return new String(json.endObject().toBytes(), StandardCharsets.UTF_8);
    }

    private static void text(JsonWriter json, @Nullable String text) {
        if (text == null) {
            json.nullValue();
        } else {
            json.value(text);
        }
    }
}
