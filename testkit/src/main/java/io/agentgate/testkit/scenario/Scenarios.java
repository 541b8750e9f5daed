package io.agentgate.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.testkit.scenario.Transport.Played;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The scenarios of a directory, and the check of one. */
public final class Scenarios {
    private static final String ENDING = ".yaml";

    private Scenarios() {}

    /** Reads every scenario below a directory, in the order of their names. */
    public static List<Scenario> read(Path root) throws IOException {
        List<Scenario> scenarios = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(ENDING)).sorted().toList()) {
                String name = root.relativize(file).toString();
                scenarios.add(
                        ScenarioFile.read(
                                name.substring(0, name.length() - ENDING.length()),
                                Files.readString(file)));
            }
        }
        return scenarios;
    }

    /**
     * Plays a scenario that means something over the transport, and compares everything that was
     * seen with what is expected.
     */
    public static void check(Scenario scenario, Transport transport, Path scratch)
            throws Exception {
        assertThat(transport.whyNot(scenario)).as("why it is not to be played here").isNull();
        Played played = transport.play(scenario, scratch);

        List<List<String>> client = new ArrayList<>();
        for (int at = 0; at < played.client().size(); at++) {
            client.add(Wildcards.fill(scenario.client().get(at), played.client().get(at)));
        }
        List<AuditRow> audit = new ArrayList<>(played.audit());
        for (int at = 0; at < Math.min(audit.size(), scenario.audit().size()); at++) {
            audit.set(at, audit.get(at).restrictedTo(scenario.audit().get(at)));
        }
        assertThat(client).as("what the client got").isEqualTo(scenario.client());
        assertThat(Wildcards.fill(scenario.upstream(), played.upstream()))
                .as("what the server got")
                .isEqualTo(scenario.upstream());
        assertThat(audit).as("what was recorded").isEqualTo(scenario.audit());
    }
}
