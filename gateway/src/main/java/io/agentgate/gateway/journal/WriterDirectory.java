package io.agentgate.gateway.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * One writer's directory, locked by whoever holds this object.
 *
 * <p>It is created under a hidden name and renamed once its lock is held, so that nobody can adopt
 * a directory between its creation and its locking.
 */
public final class WriterDirectory implements AutoCloseable {
    private static final String LOCK = "lock";

    /** Directories held by this process: the lock is the process's, so it can't tell them apart. */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private static final String DESTINATION = "destination";
    private static final String UNFINISHED = ".";

    private final Path path;
    private final FileChannel lockFile;

    private WriterDirectory(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    /**
     * Creates and locks the directory of a new writer.
     *
     * @param root directory of all writers; must exist
     * @param writer unique name, without a leading dot
     * @param destination names the store its events are for, so that an adopter delivers them there
     */
    public static WriterDirectory create(Path root, String writer, String destination)
            throws IOException {
        Path unfinished =
                Files.createDirectory(
                        root.resolve(UNFINISHED + writer), OwnerRights.directory(root));
        FileChannel lockFile =
                FileChannel.open(
                        unfinished.resolve(LOCK),
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        OwnerRights.file(root));
        Path path = root.resolve(writer);
        // Before others can see it: to open a lock file again and close it gives up the lock.
        boolean claimed = HELD_HERE.add(path.toAbsolutePath());
        try {
            if (!claimed || lockFile.tryLock() == null) {
                throw new IOException("somebody else locked " + path);
            }
            Path named = Files.createFile(unfinished.resolve(DESTINATION), OwnerRights.file(root));
            Files.writeString(named, destination);
            Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
            return new WriterDirectory(path, lockFile);
        } catch (IOException notCreated) {
            lockFile.close();
            if (claimed) {
                HELD_HERE.remove(path.toAbsolutePath());
            }
            throw notCreated;
        }
    }

    /** The directories of all writers, living and dead. */
    static List<Path> all(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(root)) {
            return entries.filter(Files::isDirectory)
                    .filter(path -> !path.getFileName().toString().startsWith(UNFINISHED))
                    .sorted()
                    .toList();
        }
    }

    /** Locks the directory of a writer, if it is gone. */
    static Optional<WriterDirectory> adopt(Path path) throws IOException {
        if (!HELD_HERE.add(path.toAbsolutePath())) {
            return Optional.empty();
        }
        Optional<WriterDirectory> adopted = Optional.empty();
        try {
            adopted = lock(path);
        } finally {
            if (adopted.isEmpty()) {
                HELD_HERE.remove(path.toAbsolutePath());
            }
        }
        return adopted;
    }

    private static Optional<WriterDirectory> lock(Path path) throws IOException {
        FileChannel lockFile;
        try {
            lockFile = FileChannel.open(path.resolve(LOCK), StandardOpenOption.WRITE);
        } catch (NoSuchFileException goneMeanwhile) {
            return Optional.empty();
        }
        // Its last owner may have deleted the directory between our open and our lock.
        if (lockFile.tryLock() != null && Files.exists(path.resolve(LOCK))) {
            return Optional.of(new WriterDirectory(path, lockFile));
        }
        lockFile.close();
        return Optional.empty();
    }

    /** The writer's name. */
    public String writer() {
        return path.getFileName().toString();
    }

    /** Whether its removal was begun: its events were delivered, and it only has to go. */
    boolean isEmptied() throws IOException {
        return Files.notExists(path.resolve(DESTINATION)) && generations().isEmpty();
    }

    /** The store its events are for. */
    public String destination() throws IOException {
        return Files.readString(path.resolve(DESTINATION));
    }

    Path path() {
        return path;
    }

    /** The generations of the segments that lie here, oldest first. */
    List<Integer> generations() throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.map(Segment::generationOf)
                    .filter(generation -> generation > 0)
                    .sorted()
                    .toList();
        }
    }

    /** Reads all that a dead writer left. */
    public JournalReader reader() throws IOException {
        List<Integer> generations = generations();
        int first = generations.isEmpty() ? 1 : generations.getFirst();
        int last = generations.isEmpty() ? 1 : generations.getLast();
        Position end = new Position(last, Integer.MAX_VALUE);
        return new JournalReader(writer(), path, first, () -> end, ignored -> {});
    }

    /** Removes the directory and all in it, and gives up the lock. */
    public void delete() throws IOException {
        try (this) {
            for (int generation : generations()) {
                Files.deleteIfExists(Segment.file(path, generation));
            }
            // The lock goes last: a directory without it is adopted by nobody.
            Files.deleteIfExists(path.resolve(DESTINATION));
            Files.deleteIfExists(path.resolve(LOCK));
            Files.deleteIfExists(path);
        }
    }

    /** Gives up the lock and leaves the directory for the next. */
    @Override
    public void close() throws IOException {
        lockFile.close();
        HELD_HERE.remove(path.toAbsolutePath());
    }
}
