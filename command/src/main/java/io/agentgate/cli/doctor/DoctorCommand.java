package io.agentgate.cli.doctor;

import io.agentgate.cli.installation.Home;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.embedded.files.Reason;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
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
        List<Finding> findings = Examination.of(home);
        List<String> fixed = new ArrayList<>();
        if (fix) {
            findings.forEach(finding -> fix(finding, fixed));
            findings = Examination.of(home);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(
                    new String(
                            Examination.json(findings, fixed).toBytes(), StandardCharsets.UTF_8));
        } else {
            fixed.forEach(what -> out.println("  [fixed]  " + what));
            findings.forEach(finding -> print(finding, out));
        }
        out.flush();
        return findings.stream().anyMatch(finding -> finding.grade() == Finding.Grade.WRONG)
                ? ExitCode.FAILED
                : ExitCode.OK;
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
}
