package io.agentgate.cli.audit;

import io.agentgate.cli.config.Config;
import io.agentgate.cli.installation.Home;
import io.agentgate.cli.installation.Stores;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.cli.terminal.Terminal;
import io.agentgate.embedded.files.FileKeyRing;
import io.agentgate.embedded.files.KeyFileException;
import io.agentgate.embedded.files.Reason;
import io.agentgate.embedded.sqlite.SqliteDatabase;
import io.agentgate.embedded.sqlite.StoreVerdict;
import io.agentgate.embedded.sqlite.StoreVerification;
import io.agentgate.gateway.audit.AuditLogException;
import io.agentgate.gateway.journal.JournalCheck;
import io.agentgate.gateway.journal.JournalFlaw;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Verifies that the records are what was recorded, and changes nothing. */
@Command(
        name = "verify",
        description = {
            "Verifies that no record was changed, deleted, added or moved.",
            "It changes nothing, and gateways may go on meanwhile.",
            ""
        },
        mixinStandardHelpOptions = true)
final class AuditVerify implements Callable<Integer> {
    private static final StoreVerdict NOTHING = new StoreVerdict(0, 0, 0, 0, 0, List.of());

    private final Home home;

    @Spec private CommandSpec spec;

    @Option(
            names = "--db",
            paramLabel = "FILE",
            description = "SQLite file of the records. Default: agentgate.db in the home.")
    private @Nullable Path database;

    @Option(names = "--json", description = "A JSON object for scripts.")
    private boolean json;

    AuditVerify() {
        this(Home.ofProcess());
    }

    AuditVerify(Home home) {
        this.home = home;
    }

    @Override
    public Integer call() throws CommandException {
        home.look();
        Path file = database != null ? database : Config.load(home, null).database();
        JournalCheck journals = new JournalCheck(home.journals());
        List<JournalFlaw> flaws = check(journals);
        StoreVerdict store =
                database == null && journals.writers() == 0 && nothingWasEverRecorded(file)
                        ? NOTHING
                        : verdict(file);
        Report report = new Report(store, flaws, journals.writers(), journals.records());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(report.json());
        } else {
            report.print(out::println);
        }
        out.flush();
        return report.isWhole() ? ExitCode.OK : ExitCode.FAILED;
    }

    /** The key is made with the first record: where it is, a missing database is a loss. */
    private boolean nothingWasEverRecorded(Path file) throws CommandException {
        return Files.notExists(file) && existingKey() == null;
    }

    private byte @Nullable [] existingKey() throws CommandException {
        try {
            return FileKeyRing.existingAuditKey(home.path());
        } catch (KeyFileException unusable) {
            throw new CommandException(
                    unusable.getCause() == null ? ExitCode.CONFIG : ExitCode.IO,
                    String.valueOf(unusable.getMessage()));
        }
    }

    private byte[] key() throws CommandException {
        byte[] key = existingKey();
        if (key == null) {
            throw new CommandException(
                    ExitCode.CONFIG,
                    "there is no audit.key in "
                            + home.keys()
                            + ": without it nothing can be verified");
        }
        return key;
    }

    private List<JournalFlaw> check(JournalCheck journals) throws CommandException {
        try {
            return journals.run();
        } catch (IOException unreadable) {
            throw new CommandException(
                    ExitCode.IO,
                    "the journals in "
                            + home.journals()
                            + " cannot be read: "
                            + Reason.of(unreadable));
        }
    }

    private StoreVerdict verdict(Path file) throws CommandException {
        if (Files.notExists(file)) {
            throw new CommandException(ExitCode.IO, "there is no database " + file);
        }
        Stores.requireFile(file);
        byte[] key = key();
        try (ProgressLine progress =
                new ProgressLine(spec.commandLine().getErr(), Terminal.isThere())) {
            SqliteDatabase store = new SqliteDatabase(file, () -> key);
            return new StoreVerification(store, progress).run();
        } catch (AuditLogException unreadable) {
            throw new CommandException(ExitCode.IO, String.valueOf(unreadable.getMessage()));
        }
    }
}
