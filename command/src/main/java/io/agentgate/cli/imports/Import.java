package io.agentgate.cli.imports;

import io.agentgate.cli.clients.Backup;
import io.agentgate.cli.clients.Backups;
import io.agentgate.cli.clients.Changes;
import io.agentgate.cli.clients.Client;
import io.agentgate.cli.clients.ClientFile;
import io.agentgate.cli.clients.Draft;
import io.agentgate.cli.clients.Machine;
import io.agentgate.cli.clients.Snapshot;
import io.agentgate.cli.clients.TakingBack;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The command {@code agentgate import}. */
final class Import {
    static final String COMMAND = "import";

    /** Under which the backups of our own configuration are kept. */
    static final String OWN = "config";

    private final Machine machine;
    private final InstantSource clock;
    private final PrintWriter out;

    Import(Machine machine, InstantSource clock, PrintWriter out) {
        this.machine = machine;
        this.clock = clock;
        this.out = out;
    }

    /**
     * How it is to be done.
     *
     * @param dryRun show it, and write nothing
     * @param json tell it to scripts
     */
    record Manner(boolean dryRun, boolean json) {}

    /** Puts a client's servers behind the gateway, where they are. */
    int client(Client client, boolean project, Manner manner) throws CommandException {
        ClientFile file = ClientFile.of(machine, client, project, null);
        Draft draft = file.draft();
        if (!draft.snapshot().exists()) {
            throw new CommandException(
                    ExitCode.FAILED,
                    "there is no file "
                            + file.path()
                            + ", so "
                            + client.title()
                            + " has no servers");
        }
        Backups backups = new Backups(machine.home().path(), client.word(), clock);
        Variables variables = new Variables(machine.userHome().toString());
        OwnServers own = new OwnServers(machine.home(), variables);
        List<Item> items = new ClientImport(machine, client, backups).run(draft, own);
        List<String> next = next(items, own);
        String undo =
                "Take it back: agentgate import "
                        + client.word()
                        + (project ? " --project" : "")
                        + " --undo";
        List<String> after = new ArrayList<>(List.of(undo, client.restart()));
        if (items.stream().anyMatch(item -> item.outcome() == Item.Outcome.REWRITTEN)) {
            client.remarkOnHome(machine).ifPresent(after::add);
        }
        Report report = new Report(file.path(), client.title(), items, own.needed(), next);
        finish(report, backups, List.of(own.draft(), draft), after, manner);
        return ExitCode.OK;
    }

    /** Takes the servers of a file into our own configuration. */
    int file(Path named, Manner manner) throws CommandException {
        Snapshot snapshot = Snapshot.of(machine.directory().resolve(named));
        if (!snapshot.exists()) {
            throw new CommandException(
                    ExitCode.IO,
                    "there is no file "
                            + named
                            + ", and no client of this name; clients are "
                            + String.join(", ", Client.words()));
        }
        ForeignFile file = ForeignFile.read(snapshot.text());
        Findings findings = FileReading.of(file);
        Variables variables = new Variables(machine.userHome().toString());
        OwnServers own = new OwnServers(machine.home(), variables);
        List<Item> items = new ArrayList<>();
        for (SourceServer server : findings.servers()) {
            items.add(own.add(server));
        }
        items.addAll(findings.others());
        Report report =
                new Report(
                        snapshot.named(),
                        file.format().title(),
                        items,
                        own.needed(),
                        next(items, own));
        finish(
                report,
                new Backups(machine.home().path(), OWN, clock),
                List.of(own.draft()),
                List.of("Take it back: agentgate import " + named + " --undo"),
                manner);
        return ExitCode.OK;
    }

    private static List<String> next(List<Item> items, OwnServers own) {
        Set<String> next = new LinkedHashSet<>();
        for (Item item : items) {
            String name = item.as();
            if (item.outcome() == Item.Outcome.IMPORTED && name != null) {
                next.add(own.commandOf(name));
            }
        }
        return List.copyOf(next);
    }

    private void finish(
            Report report, Backups backups, List<Draft> drafts, List<String> after, Manner manner)
            throws CommandException {
        List<Draft> changed = drafts.stream().filter(Draft::isChanged).toList();
        if (!manner.json()) {
            for (Draft draft : changed) {
                out.print(draft.diff());
            }
        }
        Backup backup = null;
        if (!manner.dryRun() && !changed.isEmpty()) {
            machine.home().make();
            backup = new Changes(backups).write(COMMAND, changed);
        }
        if (manner.json()) {
            out.println(report.json(manner.dryRun(), backup));
        } else {
            report.print(out);
            if (backup != null) {
                out.println(
                        "What was before lies in "
                                + backup.directory()
                                + ", secrets included, until it is taken back.");
                after.forEach(out::println);
            } else {
                out.println(
                        manner.dryRun() ? "Nothing is written: --dry-run." : "Nothing is changed.");
            }
        }
        out.flush();
    }

    /** Takes back the newest import from a client's file. */
    int undoClient(Client client, boolean project, boolean dryRun) throws CommandException {
        Path file = ClientFile.of(machine, client, project, null).path();
        return new TakingBack(machine, clock, out)
                .run(COMMAND, client.word(), file, client.forget(), dryRun);
    }

    /** Takes back the newest import into our own configuration. */
    int undoFile(boolean dryRun) throws CommandException {
        Path file = machine.home().config();
        return new TakingBack(machine, clock, out)
                .run(COMMAND, OWN, file, "Restart what runs with it.", dryRun);
    }
}
