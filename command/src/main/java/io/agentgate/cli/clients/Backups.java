package io.agentgate.cli.clients;

import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.embedded.files.Reason;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The backups of one client's files, in a directory of the home: one directory for each change,
 * named by its time in UTC.
 */
public final class Backups {
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);
    private static final int MOST_IN_ONE_MILLISECOND = 99;

    private final Path directory;
    private final InstantSource clock;

    /**
     * The backups of a client.
     *
     * @param home our directory
     * @param client its word
     */
    public Backups(Path home, String client, InstantSource clock) {
        this.directory = home.resolve("backups").resolve(client);
        this.clock = clock;
    }

    /** Keeps what files hold before they are changed. */
    Backup keep(String command, List<Draft> drafts) throws CommandException {
        try {
            PrivateFiles.createDirectories(directory);
            List<Backup.Changed> files = new ArrayList<>();
            for (Draft draft : drafts) {
                files.add(
                        new Backup.Changed(
                                draft.snapshot().named().toAbsolutePath(),
                                draft.now() instanceof TomlEntries,
                                draft.snapshot().hash(),
                                Snapshot.hash(draft.now().source().bytes()),
                                List.copyOf(draft.touched())));
            }
            Backup backup = new Backup(newDirectory(), command, files);
            for (int i = 0; i < drafts.size(); i++) {
                Draft draft = drafts.get(i);
                byte[] before = draft.snapshot().bytes();
                if (before != null) {
                    PrivateFiles.create(backup.before(i), before);
                }
                PrivateFiles.create(backup.after(i), draft.now().source().bytes());
            }
            PrivateFiles.create(backup.directory().resolve(Backup.MANIFEST), backup.manifest());
            return backup;
        } catch (IOException failed) {
            throw new CommandException(
                    ExitCode.IO,
                    "no backup can be kept in "
                            + directory
                            + ", so nothing is changed: "
                            + Reason.of(failed));
        }
    }

    private Path newDirectory() throws IOException {
        String name = NAME.format(clock.instant());
        for (int number = 1; ; number++) {
            Path made =
                    directory.resolve(
                            number == 1
                                    ? name
                                    : String.format(Locale.ROOT, "%s-%02d", name, number));
            try {
                PrivateFiles.createDirectory(made);
                return made;
            } catch (FileAlreadyExistsException taken) {
                if (number == MOST_IN_ONE_MILLISECOND) {
                    throw taken;
                }
            }
        }
    }

    /** The newest change of a command to a file that was not taken back; null if there is none. */
    public @Nullable Backup newest(String command, Path file) throws CommandException {
        for (Backup backup : all().reversed()) {
            if (!backup.isUndone()
                    && backup.command().equals(command)
                    && backup.files().stream()
                            .anyMatch(changed -> changed.file().equals(file.toAbsolutePath()))) {
                return backup;
            }
        }
        return null;
    }

    /** Whether a change that still holds wrote this entry into a file, just as it is now. */
    public boolean wrote(Path file, Slot slot, Object entry) throws CommandException {
        return writerOf(file, slot, entry) != null;
    }

    /** The newest change that still holds and wrote this entry, just as it is now; or null. */
    public @Nullable Backup writerOf(Path file, Slot slot, Object entry) throws CommandException {
        for (Backup backup : all().reversed()) {
            for (int i = 0; i < backup.files().size() && !backup.isUndone(); i++) {
                Backup.Changed changed = backup.files().get(i);
                if (changed.file().equals(file.toAbsolutePath())
                        && changed.slots().contains(slot)
                        && entry.equals(slot.in(written(backup, i).plain()))) {
                    return backup;
                }
            }
        }
        return null;
    }

    /** The files that were changed and not changed back. */
    public Set<Path> files() throws CommandException {
        Set<Path> files = new LinkedHashSet<>();
        for (Backup backup : all()) {
            if (!backup.isUndone()) {
                backup.files().forEach(changed -> files.add(changed.file()));
            }
        }
        return files;
    }

    /** A file as a change left it. */
    static EntryDocument written(Backup backup, int index) throws CommandException {
        return EntryDocument.read(
                Snapshot.of(backup.after(index)).text(), backup.files().get(index).toml());
    }

    /** All complete ones, oldest first. */
    private List<Backup> all() throws CommandException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        List<Path> found;
        try (Stream<Path> entries = Files.list(directory)) {
            found =
                    entries.filter(entry -> Files.exists(entry.resolve(Backup.MANIFEST)))
                            .sorted()
                            .toList();
        } catch (IOException unreadable) {
            throw new CommandException(
                    ExitCode.IO, directory + " cannot be read: " + Reason.of(unreadable));
        }
        List<Backup> backups = new ArrayList<>();
        for (Path entry : found) {
            backups.add(Backup.read(entry));
        }
        return backups;
    }
}
