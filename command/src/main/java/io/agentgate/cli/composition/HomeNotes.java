package io.agentgate.cli.composition;

import io.agentgate.cli.installation.Home;
import io.agentgate.cli.installation.Stores;
import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.AuditSinkException;
import io.agentgate.gateway.journal.Adoption;
import io.agentgate.gateway.journal.Commit;
import io.agentgate.gateway.journal.Journal;
import io.agentgate.gateway.journal.JournalException;
import io.agentgate.gateway.journal.JournalSettings;
import io.agentgate.gateway.journal.WriterDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * What somebody changed in a home, written into its records. A change is not taken back where that
 * fails; whoever made it is told.
 */
public final class HomeNotes {
    private final Home home;
    private final Path database;
    private final InstantSource clock;
    private final Consumer<String> trouble;

    /**
     * @param home with its directories made
     * @param database where notes are recorded
     * @param trouble hears, in a sentence for people, why something is not recorded, or not yet
     */
    public HomeNotes(Home home, Path database, InstantSource clock, Consumer<String> trouble) {
        this.home = home;
        this.database = database;
        this.clock = clock;
        this.trouble = trouble;
    }

    /**
     * Records a note; may block.
     *
     * @param kind a fixed word
     * @param detail what was changed, and by whom; nothing secret
     */
    public void add(String kind, String detail) {
        try {
            journal(kind, detail);
            new Adoption(home.journals(), Stores.of(home)::sink).adoptAll();
        } catch (IOException | JournalException unwritable) {
            trouble.accept("that is not recorded: " + unwritable.getMessage());
        } catch (AuditSinkException later) {
            trouble.accept("records wait in journals: " + later.getMessage());
        }
    }

    /** As a writer that has one thing to say, and has ended. */
    private void journal(String kind, String detail) throws IOException, JournalException {
        String writer = NextWriter.name();
        Journal journal =
                new Journal(
                        WriterDirectory.create(
                                home.journals(), writer, Stores.destination(database, null)),
                        JournalSettings.ofOneSession());
        try {
            Commit.await(
                    journal.append(
                            new AuditEvent.Noted(
                                    writer + "-1", clock.instant(), kind, null, detail)));
        } finally {
            journal.close(false);
        }
    }
}
