package io.agentgate.gateway.journal;

import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The rights of new files that are their owner's only, where the file system knows rights. They
 * hold from the first byte on, whatever the umask is.
 */
final class OwnerRights {
    private OwnerRights() {}

    /**
     * Those of a file: 0600.
     *
     * @param where a path in the file system it is made in
     */
    static FileAttribute<?>[] file(Path where) {
        return of(where, "rw-------");
    }

    /**
     * Those of a directory: 0700.
     *
     * @param where a path in the file system it is made in
     */
    static FileAttribute<?>[] directory(Path where) {
        return of(where, "rwx------");
    }

    private static FileAttribute<?>[] of(Path where, String rights) {
        return where.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))
                }
                : new FileAttribute<?>[0];
    }
}
