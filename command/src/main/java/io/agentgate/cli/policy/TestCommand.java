package io.agentgate.cli.policy;

import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.cli.terminal.Table;
import io.agentgate.protocol.JsonWriter;
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

/** Runs the tests that lie beside policies. */
@Command(
        name = "test",
        description = {
            "Runs the tests that lie beside policies: NAME.test.yaml, .toml or .json.",
            ""
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExit codes:%n",
        footer = {
            "   0  every case is decided as it should be",
            "   1  a case is not, or there are no tests",
            "  74  a file cannot be read",
            "  78  a policy or a file of tests does not load"
        })
final class TestCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE|DIR",
            arity = "1..*",
            description = "Tests, policies with tests beside them, or directories with tests.")
    private List<Path> files = List.of();

    @Option(names = "--json", description = "A JSON object for scripts.")
    private boolean json;

    @Override
    public Integer call() throws CommandException {
        List<TestedFile> tested = new ArrayList<>();
        for (Path file : TestFiles.of(files)) {
            tested.add(TestedFile.run(file));
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(json(tested));
        } else {
            print(tested, out);
        }
        out.flush();
        return tested.stream().mapToInt(TestedFile::exitCode).max().orElse(ExitCode.OK);
    }

    private static long count(List<TestedFile> tested, boolean passed) {
        return tested.stream()
                .flatMap(file -> file.cases().stream())
                .filter(each -> each.passed() == passed)
                .count();
    }

    private static void print(List<TestedFile> tested, PrintWriter out) {
        Table table = new Table("Result", "Test", "Case", "Decision", "Rule");
        for (TestedFile file : tested) {
            for (TestedCase each : file.cases()) {
                table.row(
                        each.passed() ? "ok" : "FAILED",
                        file.file().toString(),
                        each.asked().name(),
                        each.got().outcome().word(),
                        each.got().decider());
            }
        }
        if (tested.stream().anyMatch(file -> !file.cases().isEmpty())) {
            table.print(out);
        }
        for (TestedFile file : tested) {
            file.errors().forEach(error -> out.println(Table.printable(error.toString())));
            file.cases().forEach(each -> differences(each, out));
        }
        out.println();
        out.println(count(tested, true) + " passed, " + count(tested, false) + " failed");
    }

    private static void differences(TestedCase each, PrintWriter out) {
        if (each.passed()) {
            return;
        }
        out.println();
        out.println(
                Table.printable(each.asked().position() + ": " + each.asked().name() + " failed"));
        for (TestedCase.Difference difference : each.differences()) {
            out.println(Table.printable("  - " + difference.what() + ": " + difference.expected()));
            out.println(Table.printable("  + " + difference.what() + ": " + difference.got()));
        }
    }

    private static String json(List<TestedFile> tested) {
        JsonWriter json = new JsonWriter().beginObject();
        json.name("passed").value(count(tested, true));
        json.name("failed").value(count(tested, false));
        json.name("files").beginArray();
        for (TestedFile file : tested) {
            json.beginObject().name("file").value(file.file().toString());
            ProblemJson.text(
                    json.name("policy"), file.policy() == null ? null : file.policy().toString());
            ProblemJson.write(json.name("errors"), file.errors());
            json.name("cases").beginArray();
            file.cases().forEach(each -> write(each, json));
            json.endArray().endObject();
        }
        return new String(json.endArray().endObject().toBytes(), StandardCharsets.UTF_8);
    }

    private static void write(TestedCase each, JsonWriter json) {
        json.beginObject().name("name").value(each.asked().name());
        json.name("line").value(each.asked().position().line());
        json.name("passed").value(each.passed());
        json.name("decision").value(each.got().outcome().word());
        ProblemJson.text(json.name("rule"), each.got().rule());
        json.name("differences").beginArray();
        for (TestedCase.Difference difference : each.differences()) {
            json.beginObject().name("what").value(difference.what());
            json.name("expected").value(difference.expected());
            json.name("got").value(difference.got()).endObject();
        }
        json.endArray().endObject();
    }
}
