package io.agentgate.cli.clients;

import io.agentgate.cli.terminal.CommandException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A server in a client's file.
 *
 * @param content what the file says of it
 */
public record ClientEntry(Slot slot, Object content, Way way) {

    /** How the client gets to it. */
    public enum Way {
        /** The client starts it behind the gateway. */
        BEHIND,
        /** It is an address that {@code connect} wrote: that of the gateway. */
        GATEWAY,
        /** The gateway knows nothing of it. */
        PAST
    }

    /** All entries of a file. */
    public static List<ClientEntry> in(ClientFile file, Backups backups) throws CommandException {
        EntryDocument document = file.draft().now();
        List<ClientEntry> entries = new ArrayList<>();
        for (List<String> container : file.client().containers(document)) {
            for (String name : document.names(container)) {
                Slot slot = new Slot(container, name);
                Object content = slot.in(document.plain());
                if (content != null) {
                    entries.add(new ClientEntry(slot, content, way(file, slot, content, backups)));
                }
            }
        }
        return entries;
    }

    private static Way way(ClientFile file, Slot slot, Object content, Backups backups)
            throws CommandException {
        if (EntryShape.isWrapped(content)) {
            return Way.BEHIND;
        }
        return EntryShape.address(content) != null && backups.wrote(file.path(), slot, content)
                ? Way.GATEWAY
                : Way.PAST;
    }

    /** Whether it is an address, and nothing is started. */
    public boolean isCalled() {
        return EntryShape.address(content) != null;
    }

    /** The program that the client starts; empty if it starts none. */
    public String command() {
        Object command = content instanceof Map<?, ?> members ? members.get("command") : null;
        if (command instanceof Map<?, ?> inner) {
            command = inner.get("path");
        }
        return command instanceof String program ? program : "";
    }
}
