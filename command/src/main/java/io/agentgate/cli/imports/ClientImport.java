package io.agentgate.cli.imports;

import io.agentgate.cli.clients.Backups;
import io.agentgate.cli.clients.Client;
import io.agentgate.cli.clients.Draft;
import io.agentgate.cli.clients.EntryShape;
import io.agentgate.cli.clients.Machine;
import io.agentgate.cli.clients.Slot;
import io.agentgate.cli.splice.Splice;
import io.agentgate.cli.terminal.CommandException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The putting of a client's servers behind the gateway, each in its own entry. */
final class ClientImport {
    private static final int MAX_NAME = 128;

    private final Machine machine;
    private final Client client;
    private final Backups backups;

    ClientImport(Machine machine, Client client, Backups backups) {
        this.machine = machine;
        this.client = client;
        this.backups = backups;
    }

    /**
     * Changes the draft of the client's file.
     *
     * @param own takes the servers that are reached over HTTP
     */
    List<Item> run(Draft draft, OwnServers own) throws CommandException {
        List<Item> items = new ArrayList<>();
        for (List<String> container : client.containers(draft.now())) {
            for (String name : draft.now().names(container)) {
                items.add(one(draft, own, new Slot(container, name)));
            }
        }
        return items;
    }

    private Item one(Draft draft, OwnServers own, Slot slot) throws CommandException {
        Object entry = slot.in(draft.now().plain());
        if (entry == null || EntryShape.isWrapped(entry)) {
            return item(slot, Item.Outcome.LEFT, "it goes through the gateway already");
        }
        if (EntryShape.address(entry) != null) {
            return backups.wrote(draft.snapshot().named(), slot, entry)
                    ? item(slot, Item.Outcome.LEFT, "it leads to the gateway already")
                    : called(own, slot, entry);
        }
        String problem = problemOf(entry);
        if (problem != null) {
            return item(slot, Item.Outcome.NOT_IMPORTED, problem);
        }
        List<Splice> splices;
        try {
            splices = draft.now().prefix(slot, machine.launcher(), words(slot.name()));
        } catch (CommandException cannot) {
            return item(slot, Item.Outcome.NOT_IMPORTED, cannot.getMessage());
        }
        draft.change(slot, splices);
        return new Item(slot.toString(), Item.Outcome.REWRITTEN, recorded(slot.name()), List.of());
    }

    private Item called(OwnServers own, Slot slot, Object entry) throws CommandException {
        return switch (EntryReading.read(
                slot.toString(), slot.name(), entry, client == Client.GEMINI_CLI)) {
            case EntryReading.Result.Nothing(Item item) -> item;
            case EntryReading.Result.Server(SourceServer server) ->
                    own.add(
                            server.with(
                                    "its entry here stays as it is: connect the client to `serve`,"
                                            + " then remove it"));
        };
    }

    private static @Nullable String problemOf(Object entry) {
        if (!(entry instanceof Map<?, ?>)) {
            return "it is no object";
        }
        Map<String, Object> members = Plain.map(entry);
        Map<String, Object> holder =
                members.get("command") instanceof Map<?, ?> inner ? Plain.map(inner) : members;
        String command = Plain.text(holder.get(holder.containsKey("path") ? "path" : "command"));
        if (command == null || command.isBlank()) {
            return "it has neither a command nor an address";
        }
        if (command.strip().contains(" ") && !holder.containsKey("args") && !isFile(command)) {
            return "its command is a whole line; write its words into `args`, and import again";
        }
        return null;
    }

    private static boolean isFile(String command) {
        try {
            return Files.exists(Path.of(command));
        } catch (InvalidPathException noPath) {
            return false;
        }
    }

    private List<String> words(String name) {
        return List.of("wrap", "--agent", client.word(), "--name", recorded(name), "--");
    }

    /** The entry's name, as a word that `wrap` takes. */
    private static String recorded(String name) {
        String word = name.replaceAll("[\\s\\p{Cntrl}]+", "-");
        return word.isEmpty() ? "server" : word.substring(0, Math.min(word.length(), MAX_NAME));
    }

    private static Item item(Slot slot, Item.Outcome outcome, String remark) {
        return Item.of(slot.toString(), outcome, remark);
    }
}
