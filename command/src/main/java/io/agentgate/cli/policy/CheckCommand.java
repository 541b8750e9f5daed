package io.agentgate.cli.policy;

import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.cli.terminal.Table;
import io.agentgate.policy.PolicySet;
import io.agentgate.protocol.JsonWriter;
import io.agentgate.rehearsal.ProblemJson;
import io.agentgate.rehearsal.ReadPolicy;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says of each file whether a gateway would take it for a policy. */
@Command(
        name = "check",
        description = {
            "Reads policies as a gateway would, in whichever dialect, and names every fault.",
            ""
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExit codes:%n",
        footer = {"   0  all of them load", "  74  one cannot be read", "  78  one does not load"})
final class CheckCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Policies.")
    private List<Path> files = List.of();

    @Option(names = "--json", description = "A JSON object for scripts.")
    private boolean json;

    @Override
    public Integer call() {
        List<ReadPolicy> read = new ArrayList<>();
        files.forEach(file -> read.add(ReadPolicy.of(file)));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(json(read));
        } else {
            read.forEach(each -> print(each, out));
        }
        out.flush();
        return exitCode(read);
    }

    private static int exitCode(List<ReadPolicy> read) {
        int worst = ExitCode.OK;
        for (ReadPolicy each : read) {
            if (each instanceof ReadPolicy.Refused refused) {
                worst = Math.max(worst, PolicyArgument.exitCode(refused.fault()));
            }
        }
        return worst;
    }

    private static void print(ReadPolicy read, PrintWriter out) {
        switch (read) {
            case ReadPolicy.Loaded loaded -> {
                PolicySet set = loaded.file().set();
                out.println(
                        loaded.path()
                                + ": ok, dialect "
                                + loaded.file().dialect().word()
                                + ", "
                                + counted(set.rules().size())
                                + ", default "
                                + word(set)
                                + ", revision "
                                + set.revision());
                set.warnings()
                        .forEach(
                                warning ->
                                        line(
                                                warning.position()
                                                        + ": warning: "
                                                        + warning.message(),
                                                out));
            }
            case ReadPolicy.Refused refused ->
                    refused.problems().forEach(problem -> line(problem.toString(), out));
        }
    }

    private static void line(String line, PrintWriter out) {
        out.println(Table.printable(line));
    }

    private static String counted(int rules) {
        return rules == 1 ? "1 rule" : rules + " rules";
    }

    private static String word(PolicySet set) {
        return set.byDefault().name().toLowerCase(Locale.ROOT);
    }

    private static String json(List<ReadPolicy> read) {
        JsonWriter json = new JsonWriter().beginObject().name("files").beginArray();
        for (ReadPolicy each : read) {
            json.beginObject();
            switch (each) {
                case ReadPolicy.Loaded loaded -> {
                    PolicySet set = loaded.file().set();
                    json.name("file").value(loaded.path().toString()).name("ok").value(true);
                    json.name("dialect").value(loaded.file().dialect().word());
                    json.name("rules").value(set.rules().size());
                    json.name("default").value(word(set));
                    json.name("revision").value(set.revision());
                    json.name("errors").beginArray().endArray();
                    ProblemJson.write(json.name("warnings"), set.warnings());
                }
                case ReadPolicy.Refused refused -> {
                    json.name("file").value(refused.path().toString()).name("ok").value(false);
                    ProblemJson.write(json.name("errors"), refused.problems());
                }
            }
            json.endObject();
        }
        return new String(json.endArray().endObject().toBytes(), StandardCharsets.UTF_8);
    }
}
