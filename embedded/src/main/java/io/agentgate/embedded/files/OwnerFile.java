package io.agentgate.embedded.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file that is its owner's only, and at every moment whole. */
public final class OwnerFile {
    private OwnerFile() {}

    /** Writes it in place of what is there; its directory is made if missing. */
    public static void replace(Path file, byte[] content) throws IOException {
        OwnerOnly.makeDirectory(OwnerOnly.directoryOf(file));
        Path beside = OwnerOnly.writeBeside(file, content);
        try {
            Files.move(
                    beside,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }
}
