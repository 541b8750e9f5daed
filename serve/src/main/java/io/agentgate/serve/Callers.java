package io.agentgate.serve;

import io.agentgate.cli.installation.Home;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.embedded.files.CallerKeysListener;
import io.agentgate.embedded.files.FileCallerKeys;
import io.agentgate.embedded.files.KeyFileException;
import io.agentgate.gateway.caller.CallerKeys;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.function.Consumer;

/** The API keys of the home, and whether callers must have one. */
final class Callers implements AutoCloseable {
    private final FileCallerKeys keys;

    private Callers(FileCallerKeys keys) {
        this.keys = keys;
    }

    static Callers open(Home home, Consumer<String> say) throws CommandException {
        try {
            return new Callers(new FileCallerKeys(home.callerKeys(), new Reloads(say)));
        } catch (KeyFileException unusable) {
            throw new CommandException(ExitCode.CONFIG, String.valueOf(unusable.getMessage()));
        }
    }

    /**
     * Refuses an address that others than this machine's users reach, unless callers must log in.
     */
    void guard(String bind) throws CommandException {
        boolean ownOnly;
        try {
            ownOnly = InetAddress.getByName(bind).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            throw new CommandException(
                    ExitCode.IO, "there is no address `" + bind + "` to listen at");
        }
        if (!ownOnly && keys.isEmpty()) {
            throw new CommandException(
                    ExitCode.CONFIG,
                    "other machines reach "
                            + bind
                            + ", and callers need no key: make one with `agentgate keys create`, or"
                            + " bind to 127.0.0.1");
        }
    }

    CallerKeys keys() {
        return keys;
    }

    /** Begins to look for changes of the file. */
    void start() {
        keys.start();
    }

    @Override
    public void close() {
        keys.close();
    }

    /** Says what became of a changed file. */
    private record Reloads(Consumer<String> say) implements CallerKeysListener {
        @Override
        public void loaded(int count) {
            say.accept("API keys reloaded, " + count + " in the file");
        }

        @Override
        public void refused(String problem) {
            say.accept("API keys not reloaded, those before stay in force\n" + problem);
        }
    }
}
