package io.agentgate.cli.clients;

import io.agentgate.cli.splice.JsonDocument;
import io.agentgate.cli.splice.JsonLayout;
import io.agentgate.cli.splice.JsonNode;
import io.agentgate.cli.splice.JsonNode.ArrayNode;
import io.agentgate.cli.splice.JsonNode.Member;
import io.agentgate.cli.splice.JsonNode.ObjectNode;
import io.agentgate.cli.splice.JsonNode.TextNode;
import io.agentgate.cli.splice.JsonReader;
import io.agentgate.cli.splice.Masking;
import io.agentgate.cli.splice.SourceText;
import io.agentgate.cli.splice.Splice;
import io.agentgate.cli.terminal.CommandException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A JSON file with entries.
 *
 * @param document null where nothing is written in the file yet
 */
record JsonEntries(SourceText source, @Nullable JsonDocument document) implements EntryDocument {

    static JsonEntries read(SourceText source) throws CommandException {
        if (source.isBlank()) {
            return new JsonEntries(source, null);
        }
        JsonDocument document = JsonReader.read(source);
        if (document.root().asObject() == null) {
            throw source.fault(document.root().start(), "an object is expected");
        }
        return new JsonEntries(source, document);
    }

    private @Nullable ObjectNode root() {
        return document == null ? null : document.root().asObject();
    }

    private JsonLayout layout() {
        return new JsonLayout(Objects.requireNonNull(document));
    }

    @Override
    public Map<String, Object> plain() {
        ObjectNode root = root();
        return root == null ? new LinkedHashMap<>() : root.plain();
    }

    @Override
    public List<String> names(List<String> container) throws CommandException {
        return node(container) instanceof ObjectNode object
                ? object.members().stream().map(Member::name).toList()
                : List.of();
    }

    /** The object or list that names lead to; null where there is none. */
    private @Nullable JsonNode node(List<String> container) throws CommandException {
        JsonNode at = root();
        StringBuilder path = new StringBuilder();
        for (String step : container) {
            if (at == null) {
                return null;
            }
            ObjectNode object = at.asObject();
            if (object == null) {
                throw source.fault(at.start(), "`" + path + "` must be an object");
            }
            path.append(path.isEmpty() ? "" : ".").append(step);
            at = object.get(step);
        }
        if (at != null && at.asObject() == null && !(at instanceof ArrayNode)) {
            throw source.fault(at.start(), "`" + path + "` must be an object");
        }
        return at;
    }

    private @Nullable JsonNode entry(Slot slot) throws CommandException {
        JsonNode container = node(slot.container());
        if (container instanceof ArrayNode array) {
            int index = indexOf(array, slot);
            return index < 0 ? null : array.elements().get(index);
        }
        return container instanceof ObjectNode object ? object.get(slot.name()) : null;
    }

    private static int indexOf(ArrayNode array, Slot slot) {
        for (int i = 0; i < array.elements().size(); i++) {
            if (array.elements().get(i) instanceof ObjectNode element
                    && element.get(Slot.ID) instanceof TextNode id
                    && id.value().equals(slot.name())) {
                return i;
            }
        }
        return -1;
    }

    private JsonNode present(Slot slot) throws CommandException {
        JsonNode entry = entry(slot);
        if (entry == null) {
            throw source.fault(source.begin(), "there is no `" + slot + "`");
        }
        return entry;
    }

    @Override
    public @Nullable String raw(Slot slot) throws CommandException {
        JsonNode entry = entry(slot);
        return entry == null ? null : source.text().substring(entry.start(), entry.end());
    }

    @Override
    public boolean hasComments(Slot slot) throws CommandException {
        JsonNode entry = entry(slot);
        return entry != null
                && document != null
                && document.hasComments(entry.start(), entry.end());
    }

    @Override
    public List<Splice> insert(Slot slot, Map<String, Object> entry) throws CommandException {
        JsonNode container = node(slot.container());
        if (slot.listed() && container instanceof ArrayNode list) {
            return layout().append(list, entry);
        }
        if (!slot.listed() && container instanceof ObjectNode object) {
            return layout().insert(object, slot.name(), entry);
        }
        if (container != null) {
            throw source.fault(
                    container.start(),
                    "`"
                            + String.join(".", slot.container())
                            + (slot.listed() ? "` must be a list" : "` must be an object"));
        }
        Object missing = slot.listed() ? List.of(entry) : Map.of(slot.name(), entry);
        for (int depth = slot.container().size() - 1; depth >= 0; depth--) {
            String name = slot.container().get(depth);
            if (node(slot.container().subList(0, depth)) instanceof ObjectNode object) {
                return layout().insert(object, name, missing);
            }
            missing = Map.of(name, missing);
        }
        return List.of(
                Splice.at(source.text().length(), JsonLayout.whole(missing, source.lineEnd())));
    }

    @Override
    public List<Splice> replace(Slot slot, Map<String, Object> entry) throws CommandException {
        return List.of(layout().replace(present(slot), entry));
    }

    @Override
    public List<Splice> restore(Slot slot, String raw) throws CommandException {
        JsonNode entry = present(slot);
        return List.of(new Splice(entry.start(), entry.end(), raw));
    }

    @Override
    public List<Splice> remove(List<Slot> slots) throws CommandException {
        List<Splice> splices = new ArrayList<>();
        Set<List<String>> done = new HashSet<>();
        for (Slot slot : slots) {
            splices.addAll(remove(slot, done));
        }
        return splices;
    }

    private List<Splice> remove(Slot slot, Set<List<String>> done) throws CommandException {
        JsonNode container = node(slot.container());
        JsonLayout layout = layout();
        if (container instanceof ArrayNode array) {
            int index = indexOf(array, slot);
            if (index >= 0 && array.elements().size() > 1) {
                return layout.remove(array, index);
            }
        }
        if (container instanceof ObjectNode object && object.members().size() > 1) {
            Member member = object.member(slot.name());
            return member == null ? List.of() : layout.remove(object, member);
        }
        // Nothing else is in it: it goes with the entry.
        ObjectNode root = root();
        String name = slot.container().getFirst();
        Member member = root == null ? null : root.member(name);
        if (root == null || member == null || !done.add(slot.container())) {
            return List.of();
        }
        return layout.remove(root, member);
    }

    @Override
    public List<Splice> prefix(Slot slot, String launcher, List<String> words)
            throws CommandException {
        ObjectNode entry = present(slot).asObject();
        if (entry == null) {
            throw source.fault(present(slot).start(), "`" + slot + "` must be an object");
        }
        // Zed once wrote an object with `path` and `args` there.
        ObjectNode inner = entry.get("command") instanceof ObjectNode object ? object : null;
        ObjectNode holder = inner == null ? entry : inner;
        JsonNode command = inner == null ? entry.get("command") : inner.get("path");
        JsonNode arguments = holder.get("args");
        if (!(command instanceof TextNode program)) {
            throw source.fault(entry.start(), "`" + slot + "` names no command");
        }
        List<String> all = new ArrayList<>(words);
        all.add(program.value());
        List<Splice> splices = new ArrayList<>();
        splices.add(layout().replace(command, launcher));
        if (arguments instanceof ArrayNode array) {
            splices.add(layout().prepend(array, all));
        } else if (arguments == null) {
            splices.addAll(layout().insert(holder, "args", all));
        } else {
            throw source.fault(arguments.start(), "`args` must be a list");
        }
        return splices;
    }

    @Override
    public String masked() {
        return document == null ? source.text() : Masking.of(document);
    }
}
