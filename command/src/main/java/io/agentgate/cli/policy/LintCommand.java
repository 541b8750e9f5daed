package io.agentgate.cli.policy;

import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.cli.terminal.Table;
import io.agentgate.policy.PolicyException;
import io.agentgate.policy.Problem;
import io.agentgate.policy.text.PolicyLint;
import io.agentgate.protocol.JsonWriter;
import io.agentgate.rehearsal.PolicyJson;
import io.agentgate.rehearsal.ReadPolicy;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what the authors of policies probably did not mean. */
@Command(
        name = "lint",
        description = {"Looks through policies that load for what was probably not meant.", ""},
        mixinStandardHelpOptions = true,
        footerHeading = "%nExit codes:%n",
        footer = {
            "   0  all of them load; with --strict, also: nothing was found",
            "   1  with --strict: something was found that does not only concern other engines",
            "  74  a policy cannot be read",
            "  78  a policy does not load"
        })
final class LintCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Policies.")
    private List<Path> files = List.of();

    @Option(names = "--strict", description = "End with 1 if something is found.")
    private boolean strict;

    @Option(names = "--json", description = "A JSON object for scripts.")
    private boolean json;

    /**
     * What was found in one file.
     *
     * @param errors why it does not load; then there are no findings
     */
    private record Looked(
            Path path, List<Problem> errors, List<PolicyLint.Finding> findings, int exitCode) {}

    @Override
    public Integer call() {
        List<Looked> looked = new ArrayList<>();
        files.forEach(file -> looked.add(look(file)));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(json(looked));
        } else {
            looked.forEach(each -> print(each, out));
        }
        out.flush();
        int worst = looked.stream().mapToInt(Looked::exitCode).max().orElse(ExitCode.OK);
        boolean found =
                looked.stream()
                        .flatMap(each -> each.findings().stream())
                        .anyMatch(finding -> !PolicyLint.OF_OTHERS.contains(finding.check()));
        return worst == ExitCode.OK && found && strict ? ExitCode.FAILED : worst;
    }

    private static Looked look(Path file) {
        return switch (ReadPolicy.of(file)) {
            case ReadPolicy.Refused refused ->
                    new Looked(
                            file,
                            refused.problems(),
                            List.of(),
                            PolicyArgument.exitCode(refused.fault()));
            case ReadPolicy.Loaded loaded -> {
                try {
                    yield new Looked(
                            file,
                            List.of(),
                            PolicyLint.of(loaded.file(), loaded.text(), file.toString()),
                            ExitCode.OK);
                } catch (PolicyException itLoadedBefore) {
                    yield new Looked(file, itLoadedBefore.problems(), List.of(), ExitCode.CONFIG);
                }
            }
        };
    }

    private static void print(Looked looked, PrintWriter out) {
        looked.errors().forEach(error -> out.println(Table.printable(error.toString())));
        for (PolicyLint.Finding finding : looked.findings()) {
            out.println(
                    Table.printable(
                            finding.problem().position()
                                    + ": "
                                    + finding.problem().message()
                                    + " ["
                                    + finding.check()
                                    + "]"));
        }
    }

    private static String json(List<Looked> looked) {
        JsonWriter json = new JsonWriter().beginObject().name("files").beginArray();
        for (Looked each : looked) {
            json.beginObject().name("file").value(each.path().toString());
            PolicyJson.findings(json, each.errors(), each.findings());
            json.endObject();
        }
        return new String(json.endArray().endObject().toBytes(), StandardCharsets.UTF_8);
    }
}
