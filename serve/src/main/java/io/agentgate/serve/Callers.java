package io.agentgate.serve;

import io.agentgate.cli.installation.Home;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.embedded.files.CallerKeysListener;
import io.agentgate.embedded.files.FileCallerKeys;
import io.agentgate.embedded.files.KeyFileException;
import io.agentgate.gateway.caller.CallerKeys;
import io.agentgate.transports.entrance.ApiKeyAuthentication;
import io.agentgate.transports.entrance.Authentication;
import io.agentgate.transports.entrance.FailedLogins;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.function.Consumer;

/** The API keys of the home, and whether callers must have one. */
final class Callers implements AutoCloseable {
    private final FileCallerKeys keys;
    private final boolean ownMachineOnly;

    private Callers(FileCallerKeys keys, boolean ownMachineOnly) {
        this.keys = keys;
        this.ownMachineOnly = ownMachineOnly;
    }

    /**
     * Reads the keys, and refuses an address that others than this machine's users reach while
     * there are none.
     *
     * @param bind the address that will be listened at
     * @param showCertificates whether callers prove who they are without keys
     */
    static Callers open(Home home, String bind, boolean showCertificates, Consumer<String> say)
            throws CommandException {
        boolean ownMachineOnly = isOwnMachineOnly(bind);
        FileCallerKeys keys;
        try {
            keys = new FileCallerKeys(home.callerKeys(), new Reloads(say));
        } catch (KeyFileException unusable) {
            throw new CommandException(ExitCode.CONFIG, String.valueOf(unusable.getMessage()));
        }
        if (!ownMachineOnly && keys.isEmpty() && !showCertificates) {
            keys.close();
            throw new CommandException(
                    ExitCode.CONFIG,
                    "other machines reach "
                            + bind
                            + ", and callers need no key: make one with `agentgate keys create`, or"
                            + " bind to 127.0.0.1");
        }
        return new Callers(keys, ownMachineOnly);
    }

    private static boolean isOwnMachineOnly(String bind) throws CommandException {
        try {
            return InetAddress.getByName(bind).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            throw new CommandException(
                    ExitCode.IO, "there is no address `" + bind + "` to listen at");
        }
    }

    /** Whether nobody but this machine's users reaches the address. */
    boolean ownMachineOnly() {
        return ownMachineOnly;
    }

    /**
     * Asks callers for these keys.
     *
     * @param failures hears the network of whoever failed
     */
    Authentication authentication(String header, Consumer<String> failures) {
        return new ApiKeyAuthentication(
                keys, header, new FailedLogins(failures, System::nanoTime), InstantSource.system());
    }

    /** The keys. */
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
            say.accept(
                    "API keys reloaded, "
                            + count
                            + " in the file"
                            + (count == 0 ? "" : "; callers need one"));
        }

        @Override
        public void refused(String problem) {
            say.accept("API keys not reloaded, those before stay in force\n" + problem);
        }
    }
}
