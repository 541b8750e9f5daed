package io.agentgate.cli.clients;

import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;

/** The option {@code --undo} of commands that change clients' files. */
public final class TakingBack {
    private final Machine machine;
    private final InstantSource clock;
    private final PrintWriter out;

    public TakingBack(Machine machine, InstantSource clock, PrintWriter out) {
        this.machine = machine;
        this.clock = clock;
        this.out = out;
    }

    /**
     * Takes back a command's newest change of a file, or shows what that would be.
     *
     * @param kept the word under which its backups are kept
     * @param after what a person does then
     */
    public int run(String command, String kept, Path file, String after, boolean dryRun)
            throws CommandException {
        Backup newest = new Backups(machine.home().path(), kept, clock).newest(command, file);
        if (newest == null) {
            throw new CommandException(
                    ExitCode.FAILED,
                    "there is nothing to take back: no change of "
                            + file
                            + " by `agentgate "
                            + command
                            + "` is kept");
        }
        Undo undo = Undo.of(newest);
        undo.steps().forEach(step -> out.print(step.diff()));
        if (dryRun) {
            out.println("Nothing is written: --dry-run.");
        } else {
            Path stays = undo.run();
            undo.steps().forEach(this::tell);
            if (stays != null) {
                out.println(
                        "What it was lies in "
                                + stays
                                + " still and may hold secrets; delete it by hand.");
            }
            out.println(undo.steps().isEmpty() ? file + " is already as it was before." : after);
        }
        out.flush();
        return ExitCode.OK;
    }

    private void tell(Undo.Step step) {
        String file = step.now().named().toString();
        if (step.bytes() == null) {
            out.println(file + " was not there before, and is deleted.");
        } else if (step.whole()) {
            out.println(file + " is as it was before, byte for byte.");
        } else {
            out.println(file + " was changed since: only what was ours is taken out of it.");
        }
    }
}
