package io.agentgate.cli.status;

import io.agentgate.cli.installation.DiskSpace;
import io.agentgate.cli.installation.Home;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.embedded.files.Reason;
import io.agentgate.protocol.JsonWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows which gateways run, newest last. */
@Command(
        name = "status",
        description = {"Shows the running wrap and serve processes of the home, newest last.", ""},
        mixinStandardHelpOptions = true,
        footerHeading = "%nExit codes:%n",
        footer = {
            "   0  something runs",
            "   1  all that runs does not answer",
            "   3  nothing runs",
            "  74  the home cannot be looked into"
        })
public final class StatusCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(names = "--json", description = "A JSON object for scripts.")
    private boolean json;

    @Override
    public Integer call() throws CommandException {
        Home home = Home.ofProcess();
        home.look();
        List<ProcessState> running = new ArrayList<>();
        List<Found.Silent<ProcessState>> silent = new ArrayList<>();
        for (Found<ProcessState> found : look(home.run())) {
            switch (found) {
                case Found.Running<ProcessState>(ProcessState state) -> running.add(state);
                case Found.Silent<ProcessState> mute -> silent.add(mute);
                case Found.Gone<ProcessState>() -> {}
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(json(home, running, silent));
        } else if (!running.isEmpty()) {
            StateTable.of(running).print(out);
        } else if (silent.isEmpty()) {
            out.println("Nothing runs in " + home.path() + ".");
        }
        out.flush();
        PrintWriter err = spec.commandLine().getErr();
        running.forEach(state -> sayTrouble(state, err));
        Optional<DiskSpace> space = DiskSpace.of(home.path());
        space.filter(here -> here.state() != DiskSpace.State.ENOUGH)
                .ifPresent(here -> err.println("agentgate: " + here.sentence()));
        silent.forEach(mute -> err.println("agentgate: " + mute.socket() + ": " + mute.why()));
        err.flush();
        if (!running.isEmpty()) {
            return ExitCode.OK;
        }
        return silent.isEmpty() ? ExitCode.NOT_RUNNING : ExitCode.FAILED;
    }

    private static void sayTrouble(ProcessState state, PrintWriter err) {
        String trouble = state.recording().trouble();
        if (trouble != null) {
            err.println(
                    "agentgate: records of process "
                            + state.program().pid()
                            + " wait in its journal: "
                            + trouble);
        }
    }

    static List<Found<ProcessState>> look(Path directory) throws CommandException {
        try {
            return RunningProcesses.of(directory);
        } catch (IOException unreadable) {
            throw new CommandException(
                    ExitCode.IO, "cannot look into " + directory + ": " + Reason.of(unreadable));
        }
    }

    private static String json(
            Home home, List<ProcessState> running, List<Found.Silent<ProcessState>> silent) {
        JsonWriter json = new JsonWriter().beginObject().name("processes").beginArray();
        for (ProcessState state : running) {
            json.beginObject();
            StateJson.write(json, state);
            json.endObject();
        }
        json.endArray().name("silent").beginArray();
        for (Found.Silent<ProcessState> mute : silent) {
            json.beginObject().name("socket").value(mute.socket().toString());
            json.name("reason").value(mute.why()).endObject();
        }
        json.endArray();
        DiskSpace.of(home.path())
                .ifPresent(space -> json.name("free_bytes").value(space.freeBytes()));
        return new String(json.endObject().toBytes(), StandardCharsets.UTF_8);
    }
}
