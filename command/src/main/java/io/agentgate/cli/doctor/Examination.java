package io.agentgate.cli.doctor;

import io.agentgate.cli.config.Config;
import io.agentgate.cli.installation.Home;
import io.agentgate.embedded.files.CallerKeyFile;
import io.agentgate.embedded.files.KeyFileException;
import io.agentgate.gateway.caller.CallerKey;
import io.agentgate.protocol.JsonWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the product needs, looked at piece by piece. Changes nothing. */
public final class Examination {
    private static final int LEAST_JDK = 25;

    private Examination() {}

    /** What was found in a home, as {@code agentgate doctor --json} says it. */
    public static JsonWriter json(Home home) {
        return json(of(home), List.of());
    }

    /** Every finding, the good ones included. */
    static List<Finding> of(Home home) {
        Map<String, String> environment = System.getenv();
        List<Finding> findings = new ArrayList<>();
        findings.add(jdk());
        findings.addAll(new HomeCheck(home).findings());
        ConfigCheck configuration = new ConfigCheck(home, environment);
        findings.addAll(configuration.findings());
        Config config = configuration.config();
        if (config != null) {
            findings.addAll(new SpaceCheck(home, config.database()).findings());
            findings.addAll(new KeysCheck(home, config.database()).findings());
            findings.addAll(new StoreCheck(home, config.database()).findings());
            findings.addAll(new SwitchesCheck(home).findings());
            findings.addAll(new PolicyCheck(config.policyPath()).findings());
            findings.addAll(PolicyCheck.ofCandidate(config.candidatePath()));
            findings.addAll(new PlacesCheck(home, config, environment).findings());
        }
        findings.add(callerKeys(home, Instant.now()));
        findings.addAll(new ClientsCheck().findings());
        return findings;
    }

    /** All of it, as {@code doctor --json} says it. */
    static JsonWriter json(List<Finding> findings, List<String> fixed) {
        JsonWriter json = new JsonWriter().beginObject();
        json.name("fixed").beginArray();
        fixed.forEach(json::value);
        json.endArray().name("findings").beginArray();
        for (Finding finding : findings) {
            json.beginObject();
            json.name("check").value(finding.check());
            json.name("grade").value(finding.grade().word());
            json.name("what").value(finding.what());
            json.name("cure").value(finding.cure());
            json.name("fixable").value(finding.fix() != null);
            json.endObject();
        }
        return json.endArray().endObject();
    }

    private static Finding jdk() {
        String what = "JDK " + Runtime.version() + " at " + System.getProperty("java.home");
        return Runtime.version().feature() >= LEAST_JDK
                ? Finding.ok("jdk", what)
                : Finding.wrong(
                        "jdk", what, "install a JDK " + LEAST_JDK + " or set JAVA_HOME to one");
    }

    private static Finding callerKeys(Home home, Instant now) {
        CallerKeyFile file = new CallerKeyFile(home.callerKeys());
        try {
            List<CallerKey> keys = file.read();
            long usable = keys.stream().filter(key -> key.isUsable(now)).count();
            return Finding.ok(
                    "keys",
                    keys.isEmpty()
                            ? "no API keys"
                            : "API keys " + file.path() + ", " + usable + " can be used");
        } catch (KeyFileException unusable) {
            return Finding.wrong(
                    "keys",
                    String.valueOf(unusable.getMessage()),
                    "correct the file, or move it away and create new keys");
        }
    }
}
