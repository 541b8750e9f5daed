package io.agentgate.backends;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** A temporary directory that is deleted with all that is in it. */
final class Scratch implements AutoCloseable {
    private final Path directory;

    private Scratch(Path directory) {
        this.directory = directory;
    }

    static Scratch of(String name) throws IOException {
        return new Scratch(Files.createTempDirectory("agentgate-" + name + "-"));
    }

    /** One inside another directory. */
    static Scratch in(Path parent, String name) throws IOException {
        return new Scratch(Files.createTempDirectory(parent, name + "-"));
    }

    Path at(String name) {
        return directory.resolve(name);
    }

    Path directory() {
        return directory;
    }

    @Override
    public void close() throws IOException {
        if (Files.exists(directory)) {
            Files.walkFileTree(directory, new Deleting());
        }
    }

    private static final class Deleting extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException gone) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                throws IOException {
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
