package io.agentgate.cli.policy;

import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.cli.terminal.Table;
import io.agentgate.policy.PolicyException;
import io.agentgate.policy.Problem;
import io.agentgate.policy.text.PolicyConversion;
import io.agentgate.policy.text.Syntax;
import io.agentgate.rehearsal.ReadPolicy;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says a policy of any dialect in our own. */
@Command(
        name = "convert",
        description = {"Prints a policy of any dialect in our own, in TOML, YAML or JSON.", ""},
        mixinStandardHelpOptions = true,
        footerHeading = "%nExit codes:%n",
        footer = {
            "   0  it is printed",
            "  74  the policy cannot be read",
            "  78  it does not load, or says what our dialect has no words for"
        })
final class ConvertCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The policy.")
    private Path file = Path.of("");

    @Option(
            names = "--to",
            paramLabel = "SYNTAX",
            defaultValue = "toml",
            description = "toml, yaml or json. Default: ${DEFAULT-VALUE}.")
    private Syntax to = Syntax.TOML;

    @Override
    public Integer call() throws CommandException {
        ReadPolicy.Loaded loaded = PolicyArgument.needed(file);
        PolicyConversion converted;
        try {
            converted = PolicyConversion.of(loaded.text(), file.toString(), to);
        } catch (PolicyException notSaid) {
            throw new CommandException(
                    ExitCode.CONFIG, "policy not converted\n" + notSaid.getMessage());
        }
        PrintWriter err = spec.commandLine().getErr();
        for (Problem note : converted.notes()) {
            err.println("agentgate: note: " + Table.printable(note.toString()));
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(converted.text());
        out.flush();
        return ExitCode.OK;
    }
}
