package io.agentgate.cli.policy;

import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.cli.terminal.Table;
import io.agentgate.embedded.files.Reason;
import io.agentgate.rehearsal.PolicyJson;
import io.agentgate.rehearsal.TestFiles;
import io.agentgate.rehearsal.TestedCase;
import io.agentgate.rehearsal.TestedFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
        for (Path file : named()) {
            tested.add(TestedFile.run(file));
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(new String(PolicyJson.tests(tested).toBytes(), StandardCharsets.UTF_8));
        } else {
            print(tested, out);
        }
        out.flush();
        return tested.stream().mapToInt(TestCommand::exitCode).max().orElse(ExitCode.OK);
    }

    /**
     * The files of tests that are meant: of a directory all within it, of a policy those beside it.
     */
    private List<Path> named() throws CommandException {
        List<Path> found = new ArrayList<>();
        for (Path path : files) {
            List<Path> here = Files.isDirectory(path) ? within(path) : TestFiles.beside(path);
            if (here.isEmpty()) {
                throw new CommandException(
                        ExitCode.FAILED,
                        Files.exists(path)
                                ? "there are no tests for " + path + ": name them NAME.test.yaml"
                                : "there is no file " + path);
            }
            found.addAll(here);
        }
        return found;
    }

    private static List<Path> within(Path directory) throws CommandException {
        try {
            return TestFiles.within(directory);
        } catch (IOException unreadable) {
            throw new CommandException(
                    ExitCode.IO, directory + " cannot be read: " + Reason.of(unreadable));
        }
    }

    private static int exitCode(TestedFile file) {
        if (file.fault() != null) {
            return PolicyArgument.exitCode(file.fault());
        }
        return file.passed() ? ExitCode.OK : ExitCode.FAILED;
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
        out.println(
                TestedFile.count(tested, true)
                        + " passed, "
                        + TestedFile.count(tested, false)
                        + " failed");
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
}
