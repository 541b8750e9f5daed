package io.agentgate.rehearsal;

import io.agentgate.policy.PolicyException;
import io.agentgate.policy.Problem;
import io.agentgate.policy.text.PolicyFile;
import io.agentgate.policy.text.PolicyLint;
import io.agentgate.protocol.JsonWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * What can be asked of a text before it takes the place of a policy file, as {@code policy lint},
 * {@code test} and {@code diff} ask it of files. Changes nothing; every question may take seconds.
 */
public final class Rehearsal {
    private final Path file;
    private final PastCall.Source calls;

    /**
     * @param file the policy that a text would take the place of
     * @param calls those that were recorded
     */
    public Rehearsal(Path file, PastCall.Source calls) {
        this.file = file;
        this.calls = calls;
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
     * @param since calls from then on
     * @throws PolicyException if the text, or the file, does not load
     * @throws IOException if the file or the records cannot be read
     */
    public JsonWriter diff(String text, Instant since) throws PolicyException, IOException {
        PolicyDiff diff = new PolicyDiff(loaded(ReadPolicy.of(file)), loaded(read(file, text)));
        calls.each(since, diff);
        return PolicyJson.diff(diff);
    }

    private static PolicyFile loaded(ReadPolicy read) throws PolicyException {
        return switch (read) {
            case ReadPolicy.Loaded loaded -> loaded.file();
            case ReadPolicy.Refused(Path path, List<Problem> problems, ReadPolicy.Fault fault) ->
                    throw new PolicyException(problems);
        };
    }
}
