package io.agentgate.cli.shell;

import java.io.PrintWriter;
import java.util.Iterator;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what a shell needs to complete commands and options. */
@Command(
        name = "completion",
        description = {
            "Prints a script that lets a shell complete commands and options.",
            "",
            "  bash   source <(agentgate completion bash)",
            "  zsh    source <(agentgate completion zsh)",
            "  fish   agentgate completion fish | source",
            ""
        },
        mixinStandardHelpOptions = true)
public final class CompletionCommand implements Callable<Integer> {
    /** The shells there are scripts for. */
    enum Shell {
        BASH,
        ZSH,
        FISH;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** All shells, for what completes command lines. */
    static final class Shells implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Stream.of(Shell.values()).map(Shell::word).iterator();
        }
    }

    @Spec private CommandSpec spec;

    @Parameters(
            paramLabel = "SHELL",
            completionCandidates = Shells.class,
            description = "bash, zsh or fish.")
    private Shell shell = Shell.BASH;

    @Override
    public Integer call() {
        CommandLine whole = spec.root().commandLine();
        PrintWriter out = spec.commandLine().getOut();
        out.print(
                switch (shell) {
                    case BASH -> AutoComplete.bash("agentgate", whole);
                    // It declares itself to zsh by way of bashcompinit.
                    case ZSH ->
                            "autoload -U +X compinit && compinit\n"
                                    + AutoComplete.bash("agentgate", whole);
                    case FISH -> FishScript.of(whole);
                });
        out.flush();
        return 0;
    }
}
