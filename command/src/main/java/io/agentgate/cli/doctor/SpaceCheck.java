package io.agentgate.cli.doctor;

import io.agentgate.cli.installation.DiskSpace;
import io.agentgate.cli.installation.Home;
import io.agentgate.embedded.files.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The check of whether there is room for records: journals lie in the home, and so may others. */
final class SpaceCheck {
    private static final String SPACE = "space";
    private static final String CURE = "make room there: without it every call is refused";
    private static final int PROBE_BYTES = 4_096;

    private final Home home;
    private final Path database;

    SpaceCheck(Home home, Path database) {
        this.home = home;
        this.database = database;
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        Optional<DiskSpace> ofHome = DiskSpace.of(home.path());
        ofHome.map(SpaceCheck::finding).ifPresent(findings::add);
        // Of two places on one disk the second says nothing new.
        Path beside = database.toAbsolutePath().getParent();
        if (beside != null && !isOnOneDisk(home.path(), beside)) {
            DiskSpace.of(beside).map(SpaceCheck::finding).ifPresent(findings::add);
        }
        if (Files.isDirectory(home.path()) && Files.isWritable(home.path())) {
            probe(findings);
        }
        return findings;
    }

    static Finding finding(DiskSpace space) {
        return switch (space.state()) {
            case ENOUGH -> Finding.ok(SPACE, space.sentence());
            case LOW -> Finding.warning(SPACE, space.sentence(), CURE);
            case FULL -> Finding.wrong(SPACE, space.sentence(), CURE);
        };
    }

    private static boolean isOnOneDisk(Path one, Path other) {
        try {
            return !Files.exists(one)
                    || !Files.exists(other)
                    || Files.getFileStore(one).equals(Files.getFileStore(other));
        } catch (IOException unknown) {
            return true;
        }
    }

    /** Quotas and limits say nothing of themselves before something is written. */
    private void probe(List<Finding> findings) {
        try {
            Path probe = Files.createTempFile(home.path(), ".doctor", null);
            try {
                Files.write(probe, new byte[PROBE_BYTES]);
            } finally {
                Files.deleteIfExists(probe);
            }
        } catch (IOException unwritten) {
            findings.add(
                    Finding.wrong(
                            SPACE,
                            "nothing can be written to "
                                    + home.path()
                                    + ": "
                                    + Reason.of(unwritten),
                            CURE));
        }
    }
}
