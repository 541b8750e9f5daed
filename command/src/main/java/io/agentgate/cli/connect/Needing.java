package io.agentgate.cli.connect;

import io.agentgate.cli.clients.Backup;
import io.agentgate.cli.clients.Backups;
import io.agentgate.cli.clients.Client;
import io.agentgate.cli.clients.ClientEntry;
import io.agentgate.cli.clients.ClientFile;
import io.agentgate.cli.clients.ClientPlaces;
import io.agentgate.cli.clients.EntryShape;
import io.agentgate.cli.clients.Machine;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.cli.terminal.Table;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The entries of clients that need an installation of the gateway, and what takes them back. */
final class Needing {
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final String BY_HAND = "take it out by hand";

    private final Machine machine;
    private final InstantSource clock;
    private final Path installation;

    /**
     * @param installation the directory that all of it lies in
     */
    Needing(Machine machine, InstantSource clock, Path installation) {
        this.machine = machine;
        this.clock = clock;
        this.installation = real(machine.directory().resolve(installation));
    }

    /** Prints a line for each change of a file that still holds; none where nothing needs it. */
    int print(PrintWriter out) {
        for (Client client : Client.values()) {
            Backups backups = new Backups(machine.home().path(), client.word(), clock);
            try {
                for (Path file : files(client, backups)) {
                    print(client, file, backups, out);
                }
            } catch (CommandException unreadable) {
                line(client, String.valueOf(unreadable.getMessage()), out);
            }
        }
        out.flush();
        return ExitCode.OK;
    }

    /** The person's own, and those that were changed elsewhere. */
    private Set<Path> files(Client client, Backups backups) throws CommandException {
        Set<Path> files = new LinkedHashSet<>();
        files.add(new ClientPlaces(machine).file(client));
        files.addAll(backups.files());
        files.remove(machine.home().config().toAbsolutePath());
        return files;
    }

    private void print(Client client, Path file, Backups backups, PrintWriter out) {
        Map<String, String> names = new LinkedHashMap<>();
        try {
            for (ClientEntry entry : ClientEntry.in(new ClientFile(client, file, null), backups)) {
                if (isNeedy(entry)) {
                    Backup writer = backups.writerOf(file, entry.slot(), entry.content());
                    names.merge(
                            undo(client, file, writer),
                            "`" + entry.slot().title() + "`",
                            (one, other) -> one + ", " + other);
                }
            }
        } catch (CommandException unreadable) {
            line(client, String.valueOf(unreadable.getMessage()), out);
        }
        names.forEach((undo, all) -> line(client, all + " in " + file + ": " + undo, out));
    }

    private static void line(Client client, String words, PrintWriter out) {
        out.println(Table.printable(client.title() + ": " + words));
    }

    private boolean isNeedy(ClientEntry entry) {
        return switch (entry.way()) {
            case BEHIND -> entry.command().startsWith("/") && isInside(entry.command());
            case GATEWAY -> isOfThisMachine(EntryShape.address(entry.content()));
            case PAST -> false;
        };
    }

    private boolean isInside(String command) {
        try {
            return real(Path.of(command)).startsWith(installation);
        } catch (InvalidPathException noPath) {
            return false;
        }
    }

    private static boolean isOfThisMachine(@Nullable String address) {
        try {
            String host = address == null ? null : URI.create(address).getHost();
            return host != null && THIS_MACHINE.contains(host);
        } catch (IllegalArgumentException noAddress) {
            return false;
        }
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException gone) {
            return path.normalize();
        }
    }

    private String undo(Client client, Path file, @Nullable Backup writer) {
        if (writer == null) {
            return BY_HAND;
        }
        String begin = "agentgate " + writer.command() + " " + client.word();
        if (file.equals(new ClientPlaces(machine).file(client))) {
            return begin + " --undo";
        }
        return writer.command().equals(Connect.COMMAND)
                ? begin + " --file " + file + " --undo"
                : begin + " --project --undo, in its project";
    }
}
