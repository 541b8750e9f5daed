package io.agentgate.cli.doctor;

import io.agentgate.cli.clients.Client;
import io.agentgate.cli.clients.ClientFile;
import io.agentgate.cli.clients.EntryDocument;
import io.agentgate.cli.clients.EntryShape;
import io.agentgate.cli.clients.Machine;
import io.agentgate.cli.clients.Slot;
import io.agentgate.cli.terminal.CommandException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The check of the clients of this machine: whether what they start still leads to a gateway. */
final class ClientsCheck {
    private static final String CLIENTS = "clients";

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        try {
            Machine machine = Machine.ofProcess();
            for (Client client : Client.values()) {
                ClientFile file = ClientFile.of(machine, client, false, null);
                if (Files.exists(file.path())) {
                    look(client, file, findings);
                }
            }
        } catch (CommandException notInstalled) {
            findings.add(
                    Finding.wrong(
                            CLIENTS,
                            String.valueOf(notInstalled.getMessage()),
                            "start agentgate by its launcher"));
        }
        return findings;
    }

    private static void look(Client client, ClientFile file, List<Finding> findings) {
        int wrapped = 0;
        try {
            EntryDocument document = file.draft().now();
            for (String name : document.names(List.of(client.container()))) {
                Object entry = new Slot(List.of(client.container()), name).in(document.plain());
                if (entry == null || !EntryShape.isWrapped(entry)) {
                    continue;
                }
                wrapped++;
                String command = command(entry);
                if (command.startsWith("/") && !Files.isExecutable(Path.of(command))) {
                    findings.add(
                            Finding.wrong(
                                    CLIENTS,
                                    client.title()
                                            + " starts its server `"
                                            + name
                                            + "` by "
                                            + command
                                            + ", which is not there any more",
                                    "`agentgate import "
                                            + client.word()
                                            + " --undo` with the old command, or correct "
                                            + file.path()));
                }
            }
            findings.add(
                    Finding.ok(
                            CLIENTS,
                            client.title()
                                    + ", "
                                    + wrapped
                                    + (wrapped == 1 ? " server" : " servers")
                                    + " behind the gateway"));
        } catch (CommandException unreadable) {
            findings.add(
                    Finding.warning(
                            CLIENTS,
                            String.valueOf(unreadable.getMessage()),
                            "correct the file, or let " + client.title() + " write it anew"));
        }
    }

    private static String command(Object entry) {
        return entry instanceof Map<?, ?> members
                        && members.get("command") instanceof String command
                ? command
                : "";
    }
}
