package io.agentgate.cli.connect;

import io.agentgate.cli.clients.Backup;
import io.agentgate.cli.clients.Backups;
import io.agentgate.cli.clients.Changes;
import io.agentgate.cli.clients.Client;
import io.agentgate.cli.clients.ClientFile;
import io.agentgate.cli.clients.Draft;
import io.agentgate.cli.clients.EntryShape;
import io.agentgate.cli.clients.Machine;
import io.agentgate.cli.clients.Slot;
import io.agentgate.cli.clients.TakingBack;
import io.agentgate.cli.config.Config;
import io.agentgate.cli.installation.SearchPath;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** The command {@code agentgate connect CLIENT}: puts one entry into a client's file. */
final class Connect {
    static final String COMMAND = "connect";

    private final Machine machine;
    private final InstantSource clock;
    private final PrintWriter out;

    Connect(Machine machine, InstantSource clock, PrintWriter out) {
        this.machine = machine;
        this.clock = clock;
        this.out = out;
    }

    /** Writes the entry, or shows what would be written. */
    int run(ConnectOrder order) throws CommandException {
        Client client = order.client();
        ClientFile file =
                ClientFile.of(machine, client, order.place().project(), order.place().file());
        Map<String, Object> wanted = entry(order);
        file.requireDirectory(order.consent().force(), order.consent().dryRun());
        Draft draft = file.draft();
        Slot slot = new Slot(List.of(client.container()), order.name());
        Object present = slot.in(draft.now().plain());
        if (wanted.equals(present)) {
            out.println(
                    "`" + slot + "` stands in " + file.path() + " already. Nothing is changed.");
            out.flush();
            return ExitCode.OK;
        }
        Backups backups = new Backups(machine.home().path(), client.word(), clock);
        if (present != null
                && !order.consent().replace()
                && !EntryShape.isWrapped(present)
                && !backups.wrote(file.path(), slot, present)) {
            throw new CommandException(
                    ExitCode.FAILED,
                    file.path()
                            + " has an entry `"
                            + slot
                            + "` that is not of AgentGate; choose another with --name, or replace"
                            + " it with --replace");
        }
        draft.change(
                slot,
                present == null
                        ? draft.now().insert(slot, wanted)
                        : draft.now().replace(slot, wanted));
        addInput(draft, order);
        out.print(draft.diff());
        if (order.consent().dryRun()) {
            out.println("Nothing is written: --dry-run.");
        } else {
            file.create(order.consent().force());
            tell(order, file, new Changes(backups).write(COMMAND, List.of(draft)));
        }
        out.flush();
        return ExitCode.OK;
    }

    private Map<String, Object> entry(ConnectOrder order) throws CommandException {
        EntryShape shape = new EntryShape(order.client());
        ConnectOrder.Way way = order.way();
        if (way.command().isEmpty()) {
            String url = way.url() == null ? Endpoint.configured(machine.home()) : way.url();
            return shape.http(Endpoint.checked(url), way.keyVariable());
        }
        if (way.url() != null || way.keyVariable() != null) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "--url and --key-env go with the endpoint of `serve`, not with a command");
        }
        return shape.stdio(machine.launcher(), way.command());
    }

    /** What VS Code asks a person for stands beside the servers. */
    private static void addInput(Draft draft, ConnectOrder order) throws CommandException {
        String variable = order.way().keyVariable();
        Map<String, Object> input =
                variable == null ? null : new EntryShape(order.client()).keyInput(variable);
        if (input == null || variable == null) {
            return;
        }
        Slot slot = new Slot(List.of("inputs"), variable, true);
        if (slot.in(draft.now().plain()) == null) {
            draft.change(slot, draft.now().insert(slot, input));
        }
    }

    private void tell(ConnectOrder order, ClientFile file, Backup backup) {
        Client client = order.client();
        out.println(
                client.title()
                        + " now has the entry `"
                        + order.name()
                        + "`, in "
                        + file.path()
                        + ".");
        out.println(
                "What the file was lies in "
                        + backup.directory()
                        + ", secrets included, until it is taken back.");
        out.println("Take it back: " + undoLine(order));
        out.println(client.restart());
        if (order.way().command().isEmpty()) {
            out.println(
                    "It needs a running gateway: agentgate serve"
                            + (isChosen() ? "" : " --upstream URL"));
        } else {
            remark(order.way().command().getFirst());
            client.remarkOnHome(machine).ifPresent(out::println);
        }
    }

    /** Whether the configuration says which servers are behind the gateway. */
    private boolean isChosen() {
        try {
            Config config = Config.load(machine.home(), null);
            return config.server().upstream().url() != null || !config.servers().listed().isEmpty();
        } catch (CommandException wrongNow) {
            // `serve` will say what is wrong with it.
            return true;
        }
    }

    /** The client may have another path, and begins in another directory. */
    private void remark(String program) {
        if (program.startsWith("/")) {
            if (!Files.isExecutable(Path.of(program))) {
                out.println("Mind that there is no program " + program + ".");
            }
        } else if (program.contains("/")) {
            out.println(
                    "Mind that "
                            + program
                            + " is looked for where the client begins: a full path is safer.");
        } else if (!SearchPath.has(machine.environment(), program)) {
            out.println("Mind that there is no program " + program + " on the path here.");
        }
    }

    private static String undoLine(ConnectOrder order) {
        Path named = order.place().file();
        return "agentgate connect "
                + order.client().word()
                + (named == null ? "" : " --file " + named)
                + (order.place().project() ? " --project" : "")
                + " --undo";
    }

    /** Takes back the newest change of a client's file. */
    int undo(Client client, ConnectOrder.Place place, boolean dryRun) throws CommandException {
        ClientFile file = ClientFile.of(machine, client, place.project(), place.file());
        return new TakingBack(machine, clock, out)
                .run(COMMAND, client.word(), file.path(), client.forget(), dryRun);
    }
}
