package io.agentgate.cli.init;

import io.agentgate.cli.config.ConfigPlace;
import io.agentgate.cli.installation.Home;
import io.agentgate.cli.installation.Installation;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.embedded.files.OwnerFile;
import io.agentgate.embedded.files.Reason;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Writes a configuration and a policy to begin with, where there are none. */
@Command(
        name = "init",
        description = {
            "Writes a configuration and a policy to begin with, where there are none.",
            "What is there already stays as it is.",
            ""
        },
        mixinStandardHelpOptions = true)
public final class InitCommand implements Callable<Integer> {
    private static final String WHAT_IT_DOES =
            "The policy stops rm -rf and destructive SQL in `bash`, hides keys of OpenAI, GitHub"
                    + " and Slack, limits http_request to 100 calls a minute, and allows all else.";

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws CommandException {
        Home home = Home.ofProcess();
        Installation installation = Installation.ofProcess();
        home.make();
        // The policy comes first: a configuration that names a missing one would stop every
        // gateway.
        boolean ours = write(installation.startingPolicy(), home.startingPolicy());
        write(installation.exampleConfig(), ConfigPlace.of(home));
        PrintWriter out = spec.commandLine().getOut();
        out.println();
        if (ours) {
            out.println(WHAT_IT_DOES);
        }
        out.println(
                "Next: agentgate doctor, and agentgate connect to see which clients there are.");
        out.flush();
        return ExitCode.OK;
    }

    /** Whether it was not there. */
    private boolean write(Path model, Path file) throws CommandException {
        boolean isThere = Files.exists(file, LinkOption.NOFOLLOW_LINKS);
        try {
            if (!isThere) {
                OwnerFile.replace(file, Files.readAllBytes(model));
            }
        } catch (IOException unusable) {
            throw new CommandException(
                    ExitCode.IO, file + " cannot be written: " + Reason.of(unusable));
        }
        spec.commandLine().getOut().println((isThere ? "  exists   " : "  created  ") + file);
        return !isThere;
    }
}
