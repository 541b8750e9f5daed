package io.agentgate.cli.doctor;

import io.agentgate.cli.clients.Backups;
import io.agentgate.cli.clients.Client;
import io.agentgate.cli.clients.ClientEntry;
import io.agentgate.cli.clients.ClientFile;
import io.agentgate.cli.clients.Machine;
import io.agentgate.cli.terminal.CommandException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

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
                    look(client, file, backups(machine, client), findings);
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

    private static Backups backups(Machine machine, Client client) {
        return new Backups(machine.home().path(), client.word(), InstantSource.system());
    }

    private static void look(
            Client client, ClientFile file, Backups backups, List<Finding> findings) {
        try {
            int ours = 0;
            List<String> started = new ArrayList<>();
            List<String> called = new ArrayList<>();
            for (ClientEntry entry : ClientEntry.in(file, backups)) {
                switch (entry.way()) {
                    case BEHIND -> {
                        ours++;
                        start(client, file, entry, findings);
                    }
                    case GATEWAY -> ours++;
                    case PAST ->
                            (entry.isCalled() ? called : started)
                                    .add("`" + entry.slot().title() + "`");
                }
            }
            findings.add(
                    Finding.ok(
                            CLIENTS,
                            client.title()
                                    + ", "
                                    + ours
                                    + (ours == 1 ? " entry leads" : " entries lead")
                                    + " to the gateway"));
            if (!started.isEmpty()) {
                findings.add(past(client, started, ""));
            }
            if (!called.isEmpty()) {
                findings.add(past(client, called, andThen(client)));
            }
        } catch (CommandException unreadable) {
            findings.add(
                    Finding.warning(
                            CLIENTS,
                            String.valueOf(unreadable.getMessage()),
                            "correct the file, or let " + client.title() + " write it anew"));
        }
    }

    /** Whether what the client starts is still there. */
    private static void start(
            Client client, ClientFile file, ClientEntry entry, List<Finding> findings) {
        String command = entry.command();
        if (command.startsWith("/") && !Files.isExecutable(Path.of(command))) {
            findings.add(
                    Finding.wrong(
                            CLIENTS,
                            client.title()
                                    + " starts its server `"
                                    + entry.slot().title()
                                    + "` by "
                                    + command
                                    + ", which is not there any more",
                            "`agentgate import "
                                    + client.word()
                                    + " --undo` with the old command, or correct "
                                    + file.path()));
        }
    }

    /** Entries with an address stay in the client's file, beside that of the gateway. */
    private static String andThen(Client client) {
        return ", `agentgate connect " + client.word() + "`, and remove the entry there";
    }

    private static Finding past(Client client, List<String> entries, String andThen) {
        return Finding.warning(
                CLIENTS,
                client.title() + " reaches past the gateway: " + String.join(", ", entries),
                "`agentgate import "
                        + client.word()
                        + "`"
                        + andThen
                        + ", if they are to go through it");
    }
}
