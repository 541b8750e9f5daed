package io.agentgate.cli.doctor;

import io.agentgate.cli.config.Config;
import io.agentgate.cli.installation.Home;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.cli.terminal.Reason;
import io.agentgate.embedded.files.CallerKeyFile;
import io.agentgate.embedded.files.KeyFileException;
import io.agentgate.gateway.caller.CallerKey;
import io.agentgate.protocol.JsonWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks what the product needs, one line each, with the cure where something is wrong. */
@Command(
        name = "doctor",
        description = {
            "Checks JDK, home, rights, configuration, room, keys, records, policy, ports and"
                    + " servers.",
            ""
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExit codes:%n",
        footer = {"   0  nothing is wrong; there may be warnings", "   1  something is wrong"})
public final class DoctorCommand implements Callable<Integer> {
    private static final int LEAST_JDK = 25;

    @Spec private CommandSpec spec;

    @Option(
            names = "--fix",
            description = "Put right what needs no decision: directories, rights, journals.")
    private boolean fix;

    @Option(names = "--json", description = "A JSON object for scripts.")
    private boolean json;

    @Override
    public Integer call() {
        Home home = Home.ofProcess();
        List<Finding> findings = findings(home);
        List<String> fixed = new ArrayList<>();
        if (fix) {
            findings.forEach(finding -> fix(finding, fixed));
            findings = findings(home);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(json(findings, fixed));
        } else {
            fixed.forEach(what -> out.println("  [fixed]  " + what));
            findings.forEach(finding -> print(finding, out));
        }
        out.flush();
        return findings.stream().anyMatch(finding -> finding.grade() == Finding.Grade.WRONG)
                ? ExitCode.FAILED
                : ExitCode.OK;
    }

    private static List<Finding> findings(Home home) {
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

    private void fix(Finding finding, List<String> fixed) {
        Finding.Fix remedy = finding.fix();
        if (remedy == null) {
            return;
        }
        try {
            remedy.apply();
            if (finding.grade() != Finding.Grade.OK) {
                fixed.add(finding.what());
            }
        } catch (IOException impossible) {
            spec.commandLine()
                    .getErr()
                    .println("agentgate: " + finding.what() + ": " + Reason.of(impossible));
        }
    }

    private static void print(Finding finding, PrintWriter out) {
        String mark =
                switch (finding.grade()) {
                    case OK -> "  [ok]  ";
                    case WARNING -> "  [??]  ";
                    case WRONG -> "  [!!]  ";
                };
        out.println(mark + finding.what().replace("\n", "\n        "));
        if (finding.grade() != Finding.Grade.OK) {
            out.println(
                    "        → "
                            + finding.cure()
                            + (finding.fix() == null ? "" : "; or `agentgate doctor --fix`"));
        }
    }

    private static String json(List<Finding> findings, List<String> fixed) {
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
        return new String(json.endArray().endObject().toBytes(), StandardCharsets.UTF_8);
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
