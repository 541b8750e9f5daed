package io.agentgate.cli.clients;

import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.embedded.files.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One of a client's files.
 *
 * @param installed the directory that must be there first; null where the file's own need not be
 */
public record ClientFile(Client client, Path path, @Nullable Path installed) {

    /**
     * The file that is meant.
     *
     * @param project whether it is the one in the working directory
     * @param named a file named by hand, or null
     */
    public static ClientFile of(
            Machine machine, Client client, boolean project, @Nullable Path named)
            throws CommandException {
        ClientPlaces places = new ClientPlaces(machine);
        if (named != null) {
            if (project) {
                throw new CommandException(
                        ExitCode.USAGE, "--project and --file name different files; leave one out");
            }
            Path file = machine.directory().resolve(named).normalize();
            return new ClientFile(client, file, file.getParent());
        }
        if (!project) {
            Path file = places.file(client);
            // Claude Code's file alone shows that it is there.
            return new ClientFile(
                    client, file, Files.exists(file) ? null : places.directory(client));
        }
        Path file = places.projectFile(client);
        if (file == null) {
            throw new CommandException(
                    ExitCode.USAGE, client.title() + " has no file for a project");
        }
        return new ClientFile(client, file, null);
    }

    /**
     * Makes sure that the client is there.
     *
     * @param force whether it does not matter
     */
    public void requireDirectory(boolean force, boolean dryRun) throws CommandException {
        if (installed != null && !Files.isDirectory(installed) && !force) {
            throw new CommandException(
                    ExitCode.FAILED,
                    client.title()
                            + " does not seem to be installed: there is no directory "
                            + installed
                            + (dryRun ? "" : "; --force makes it"));
        }
    }

    /** Makes the file's directory where that is wanted. */
    public void create(boolean force) throws CommandException {
        Path directory = path.toAbsolutePath().getParent();
        if (directory == null || Files.isDirectory(directory) || !(force || installed == null)) {
            return;
        }
        try {
            Files.createDirectories(directory);
        } catch (IOException failed) {
            throw new CommandException(
                    ExitCode.IO, directory + " cannot be made: " + Reason.of(failed));
        }
    }

    /** Begins a change of it. */
    public Draft draft() throws CommandException {
        return Draft.of(Snapshot.of(path), isToml());
    }

    /** A file named by hand may be of another kind than the client's own. */
    private boolean isToml() {
        return client.writesToml() && !path.toString().toLowerCase(Locale.ROOT).endsWith(".json");
    }
}
