package io.agentgate.cli.doctor;

import io.agentgate.cli.installation.Home;
import io.agentgate.cli.installation.Stores;
import io.agentgate.gateway.audit.AuditLog;
import io.agentgate.gateway.audit.AuditLogException;
import io.agentgate.gateway.audit.AuditSinkException;
import io.agentgate.gateway.audit.CallQuery;
import io.agentgate.gateway.journal.Adoption;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The check of where calls are recorded, and of what waits to be. */
final class StoreCheck {
    private static final String DATABASE = "database";
    private static final String JOURNAL = "journal";

    private final Home home;
    private final Path database;
    private final Stores stores;

    StoreCheck(Home home, Path database) {
        this.home = home;
        this.stores = Stores.of(home);
        this.database = database;
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        findings.add(database());
        findings.add(journals());
        return findings;
    }

    private Finding database() {
        if (Files.notExists(database)) {
            return Finding.ok(DATABASE, "no calls are recorded yet in " + database);
        }
        try (AuditLog log = stores.log(database);
                var sink = stores.sink(database.toString())) {
            sink.deliver(List.of());
            log.calls(CallQuery.newest(1));
            return Files.isWritable(database)
                    ? Finding.ok(DATABASE, "database " + database)
                    : Finding.wrong(
                            DATABASE,
                            "database " + database + " is read-only",
                            "give its owner the right to write to it");
        } catch (AuditSinkException | AuditLogException unusable) {
            return Finding.wrong(
                    DATABASE,
                    String.valueOf(unusable.getMessage()),
                    "move the file away, or set db_path; calls wait in the journal meanwhile");
        }
    }

    /** Journals of gateways that run are theirs; those of dead ones are brought in. */
    private Finding journals() {
        try (DirectoryStream<Path> writers = Files.newDirectoryStream(home.journals())) {
            int count = 0;
            for (Path ignored : writers) {
                count++;
            }
            return count == 0
                    ? Finding.ok(JOURNAL, "no records wait in journals")
                    : Finding.ok(
                                    JOURNAL,
                                    count
                                            + (count == 1 ? " journal" : " journals")
                                            + ", of gateways that run or ran")
                            .with(this::adopt);
        } catch (IOException none) {
            return Finding.ok(JOURNAL, "no records wait in journals");
        }
    }

    private void adopt() throws IOException {
        try {
            new Adoption(home.journals(), stores::sink).adoptAll();
        } catch (AuditSinkException notNow) {
            throw new IOException(notNow.getMessage(), notNow);
        }
    }
}
