package io.agentgate.cli.imports;

import io.agentgate.cli.clients.Client;
import io.agentgate.cli.clients.ClientWords;
import io.agentgate.cli.clients.Machine;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command line of {@code agentgate import}. */
@Command(
        name = "import",
        description = {
            "Puts the servers that a client or another gateway knows behind this gateway.",
            "Of a client, its own file is changed; of a file, the servers are added to config.toml"
                    + " in the home.",
            ""
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExit codes:%n",
        footer = {
            "   0  done; the report says what became of each item",
            "   1  there is nothing to take, or to take back",
            "  64  the command line is wrong",
            "  74  a file cannot be read or written, or was changed in the meantime",
            "  78  a file does not parse, or is of no known kind"
        })
public final class ImportCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(
            paramLabel = "CLIENT|FILE",
            completionCandidates = ClientWords.class,
            description =
                    "claude-code, claude-desktop, cursor, vscode, codex, gemini-cli, windsurf, zed;"
                            + " or a configuration file.")
    private String source = "";

    @Option(
            names = "--project",
            description = "The client's file of the project in the working directory.")
    private boolean project;

    @Option(names = "--dry-run", description = "Show what would be done, and write nothing.")
    private boolean dryRun;

    @Option(names = "--undo", description = "Take the newest import back.")
    private boolean undo;

    @Option(names = "--json", description = "The report as a JSON object for scripts.")
    private boolean json;

    @Override
    public Integer call() throws CommandException {
        Import work =
                new Import(
                        Machine.ofProcess(), InstantSource.system(), spec.commandLine().getOut());
        if (undo && json) {
            throw new CommandException(ExitCode.USAGE, "--json does not go with --undo");
        }
        Import.Manner manner = new Import.Manner(dryRun, json);
        if (Client.words().contains(source)) {
            Client client = Client.of(source);
            return undo
                    ? work.undoClient(client, project, dryRun)
                    : work.client(client, project, manner);
        }
        if (project) {
            throw new CommandException(ExitCode.USAGE, "--project goes with a client");
        }
        return undo ? work.undoFile(dryRun) : work.file(Path.of(source), manner);
    }
}
