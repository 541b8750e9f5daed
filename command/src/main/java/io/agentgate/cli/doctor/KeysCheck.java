package io.agentgate.cli.doctor;

import io.agentgate.cli.installation.Home;
import io.agentgate.embedded.files.FileKeyRing;
import io.agentgate.embedded.files.KeyFileException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The check of the keys without which no gateway begins. */
final class KeysCheck {
    private static final String KEYS = "keys";

    private final Home home;
    private final Path database;

    KeysCheck(Home home, Path database) {
        this.home = home;
        this.database = database;
    }

    List<Finding> findings() {
        try {
            FileKeyRing.check(home.path());
            boolean lost =
                    FileKeyRing.existingAuditKey(home.path()) == null && Files.exists(database);
            return lost ? List.of(lost()) : List.of();
        } catch (KeyFileException unusable) {
            return List.of(
                    Finding.wrong(
                            KEYS,
                            "a key cannot be used, and no gateway can begin",
                            String.valueOf(unusable.getMessage())));
        }
    }

    private Finding lost() {
        return Finding.warning(
                KEYS,
                "there are records, and the key that proves them is gone: "
                        + home.keys().resolve("audit.key"),
                "restore it from a backup; the next gateway makes a new one, which proves only new"
                        + " records");
    }
}
