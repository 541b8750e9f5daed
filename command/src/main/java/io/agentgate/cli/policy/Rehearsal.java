package io.agentgate.cli.policy;

import io.agentgate.cli.terminal.CommandException;
import io.agentgate.gateway.audit.AuditLog;
import io.agentgate.gateway.audit.AuditLogException;
import io.agentgate.gateway.audit.CallQuery;
import io.agentgate.gateway.audit.CallRecord;
import io.agentgate.policy.PolicyException;
import io.agentgate.policy.Problem;
import io.agentgate.policy.text.PolicyFile;
import io.agentgate.policy.text.PolicyLint;
import io.agentgate.protocol.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * What can be asked of a text before it takes the place of a policy file, as {@code policy lint},
 * {@code test} and {@code diff} ask it of files. Changes nothing; every question may take seconds.
 */
public final class Rehearsal {
    /** Most calls that a text is tried on; the newest count. */
    static final int MOST_CALLS = 100_000;

    private final Path file;
    private final Path database;

    /**
     * @param file the policy that a text would take the place of
     * @param database where recorded calls lie
     */
    public Rehearsal(Path file, Path database) {
        this.file = file;
        this.database = database;
    }

    /** The errors of a text, with which it does not load, or what was probably not meant in it. */
    public JsonWriter lint(String text) {
        JsonWriter json = new JsonWriter().beginObject();
        try {
            switch (ReadPolicy.of(file, text)) {
                case ReadPolicy.Refused refused ->
                        PolicyJson.findings(json, refused.problems(), List.of());
                case ReadPolicy.Loaded loaded ->
                        PolicyJson.findings(
                                json,
                                List.of(),
                                PolicyLint.of(loaded.file(), text, file.toString()));
            }
        } catch (PolicyException itLoadedBefore) {
            PolicyJson.findings(json, itLoadedBefore.problems(), List.of());
        }
        return json.endObject();
    }

    /** What the tests beside the file say to a text in its place; no files where there are none. */
    public JsonWriter test(String text) {
        List<TestedFile> tested =
                TestFiles.beside(file).stream()
                        .map(tests -> TestedFile.run(tests, named -> read(named, text)))
                        .toList();
        return PolicyJson.tests(tested);
    }

    private ReadPolicy read(Path named, String text) {
        return named.toAbsolutePath().normalize().equals(file.toAbsolutePath().normalize())
                ? ReadPolicy.of(named, text)
                : ReadPolicy.of(named);
    }

    /**
     * Which recorded calls a text would decide otherwise than the file does.
     *
     * @param log of the same database
     * @param since calls from then on, at most the newest {@value #MOST_CALLS}
     * @throws PolicyException if the text, or the file, does not load
     * @throws IOException if the file or the records cannot be read
     */
    public JsonWriter diff(String text, AuditLog log, Instant since)
            throws PolicyException, IOException {
        PolicyDiff diff = new PolicyDiff(loaded(ReadPolicy.of(file)), loaded(read(file, text)));
        if (Files.notExists(database)) {
            return PolicyJson.diff(diff);
        }
        try {
            new DatabaseCalls(database).each(start(log, since), diff);
        } catch (CommandException | AuditLogException unreadable) {
            throw new IOException(unreadable.getMessage(), unreadable);
        }
        return PolicyJson.diff(diff);
    }

    private static Instant start(AuditLog log, Instant since) throws AuditLogException {
        List<CallRecord> last = log.calls(new CallQuery(List.of(), since, null, 1, MOST_CALLS - 1));
        return last.isEmpty() ? since : last.getFirst().decision().time();
    }

    private static PolicyFile loaded(ReadPolicy read) throws PolicyException {
        return switch (read) {
            case ReadPolicy.Loaded loaded -> loaded.file();
            case ReadPolicy.Refused(Path path, List<Problem> problems, int exitCode) ->
                    throw new PolicyException(problems);
        };
    }
}
