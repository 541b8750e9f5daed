package io.agentgate.cli.clients;

import io.agentgate.cli.splice.JsonNode;
import io.agentgate.cli.splice.JsonNode.ArrayNode;
import io.agentgate.cli.splice.JsonNode.ObjectNode;
import io.agentgate.cli.splice.JsonNode.TextNode;
import io.agentgate.cli.splice.JsonReader;
import io.agentgate.cli.splice.SourceText;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.embedded.files.Reason;
import io.agentgate.protocol.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a command changed, and the bytes that were there before.
 *
 * @param directory where all of this lies
 * @param command the word of the command, {@code connect} or {@code import}
 * @param files in the order they were written
 */
public record Backup(Path directory, String command, List<Changed> files) {
    static final String MANIFEST = "manifest.json";
    static final String UNDONE = "undone";

    public Backup {
        files = List.copyOf(files);
    }

    /**
     * A file that was changed.
     *
     * @param file as it was asked for
     * @param toml whether it is TOML
     * @param before hash of what it held, empty if it was not there
     * @param after hash of what was written
     * @param slots the entries that were changed; none where text was appended
     */
    public record Changed(Path file, boolean toml, String before, String after, List<Slot> slots) {
        public Changed {
            slots = List.copyOf(slots);
        }

        boolean existed() {
            return !before.isEmpty();
        }
    }

    /** Where the bytes before lie. */
    Path before(int index) {
        return directory.resolve(index + ".before");
    }

    /** Where the bytes that were written lie. */
    Path after(int index) {
        return directory.resolve(index + ".after");
    }

    boolean isUndone() {
        return Files.exists(directory.resolve(UNDONE));
    }

    byte[] manifest() {
        JsonWriter json = new JsonWriter().beginObject();
        json.name("command").value(command);
        json.name("files").beginArray();
        for (Changed changed : files) {
            json.beginObject().name("file").value(changed.file.toString());
            json.name("toml").value(changed.toml);
            json.name("existed").value(changed.existed());
            json.name("sha256_before").value(changed.before);
            json.name("sha256_after").value(changed.after);
            json.name("entries").beginArray();
            for (Slot slot : changed.slots) {
                json.beginObject().name("container").beginArray();
                slot.container().forEach(json::value);
                json.endArray().name("name").value(slot.name());
                json.name("listed").value(slot.listed()).endObject();
            }
            json.endArray().endObject();
        }
        return json.endArray().endObject().toBytes();
    }

    /** Reads what {@link #manifest} wrote. */
    static Backup read(Path directory) throws CommandException {
        Path file = directory.resolve(MANIFEST);
        try {
            SourceText text = SourceText.of(file, Files.readAllBytes(file));
            ObjectNode root = object(text, JsonReader.read(text).root());
            List<Changed> files = new ArrayList<>();
            for (JsonNode element : elements(text, root, "files")) {
                files.add(changed(text, object(text, element)));
            }
            return new Backup(directory, word(text, root, "command"), files);
        } catch (IOException unreadable) {
            throw new CommandException(
                    ExitCode.IO, file + " cannot be read: " + Reason.of(unreadable));
        }
    }

    private static Changed changed(SourceText text, ObjectNode object) throws CommandException {
        List<Slot> slots = new ArrayList<>();
        for (JsonNode element : elements(text, object, "entries")) {
            ObjectNode slot = object(text, element);
            List<String> container = new ArrayList<>();
            for (JsonNode name : elements(text, slot, "container")) {
                container.add(String.valueOf(name.plain()));
            }
            slots.add(new Slot(container, word(text, slot, "name"), truth(slot, "listed")));
        }
        return new Changed(
                Path.of(word(text, object, "file")),
                truth(object, "toml"),
                word(text, object, "sha256_before"),
                word(text, object, "sha256_after"),
                slots);
    }

    private static ObjectNode object(SourceText text, JsonNode node) throws CommandException {
        ObjectNode object = node.asObject();
        if (object == null) {
            throw text.fault(node.start(), "an object is expected");
        }
        return object;
    }

    private static List<JsonNode> elements(SourceText text, ObjectNode object, String name)
            throws CommandException {
        if (object.get(name) instanceof ArrayNode array) {
            return array.elements();
        }
        throw text.fault(object.start(), "a list `" + name + "` is expected");
    }

    private static boolean truth(ObjectNode object, String name) {
        @Nullable JsonNode node = object.get(name);
        return node != null && node.plain().equals(true);
    }

    private static String word(SourceText text, ObjectNode object, String name)
            throws CommandException {
        if (object.get(name) instanceof TextNode word) {
            return word.value();
        }
        throw text.fault(object.start(), "a text `" + name + "` is expected");
    }
}
