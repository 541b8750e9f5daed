package io.agentgate.cli.shell;

import io.agentgate.cli.installation.Installation;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the manual page, for packagers: {@code agentgate man > agentgate.1}. */
@Command(
        name = "man",
        description = "Prints the manual page: agentgate man | man -l -",
        mixinStandardHelpOptions = true)
public final class ManCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        out.print(ManPage.of(spec.root().commandLine(), Installation.version()));
        out.flush();
        return 0;
    }
}
