package io.agentgate.cli.wrap;

import io.agentgate.cli.composition.Services;
import io.agentgate.cli.composition.WriterName;
import io.agentgate.cli.config.Config;
import io.agentgate.cli.installation.Home;
import io.agentgate.cli.installation.Installation;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.cli.terminal.Reason;
import io.agentgate.gateway.call.Session;
import io.agentgate.gateway.call.SessionIdentity;
import io.agentgate.stdio.ChildProcess;
import io.agentgate.stdio.ChildStartException;
import io.agentgate.stdio.StdioProxy;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/** The command {@code agentgate wrap}: composes gateway, stdio and embedded around one server. */
public final class Wrap {
    private final PrintStream err;

    private Wrap(PrintStream err) {
        this.err = err;
    }

    /**
     * Runs a session to its end.
     *
     * @param arguments the words behind {@code wrap}
     * @return the exit code to end with
     */
    public static int run(List<String> arguments) {
        PrintStream err = System.err;
        // Standard output belongs to the protocol: a stray print must not end up in it.
        System.setOut(err);
        Wrap wrap = new Wrap(err);
        try {
            return wrap.session(WrapOptions.parse(arguments));
        } catch (CommandException wrong) {
            wrap.say(wrong.getMessage());
            return wrong.exitCode();
        } catch (ChildStartException notStarted) {
            wrap.say(notStarted.getMessage());
            return notStarted.exitCode();
        }
    }

    private int session(WrapOptions options) throws CommandException, ChildStartException {
        Home home = Home.ofProcess();
        Config config = Config.load(home, options.config());
        if (options.dashboardAsked()) {
            say("this version has no dashboard yet: --dashboard-port has no effect");
        }
        ChildProcess child = ChildProcess.start(options.command(), Installation::restoreLocale);
        String writer = WriterName.next();
        try (RememberedChild remembered = remember(home, writer, child);
                Services services =
                        new Services(home, writer, config, options.files(), this::say)) {
            Session session = new Session(identity(options, services));
            return new StdioProxy(
                            services.gatekeeper(),
                            session,
                            child,
                            new FileInputStream(FileDescriptor.in),
                            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)),
                            this::say,
                            () -> services.start(() -> remembered.endOthers(this::say)))
                    .run();
        } catch (CommandException wrong) {
            child.killTree();
            throw wrong;
        } catch (IOException failed) {
            child.killTree();
            throw new CommandException(
                    ExitCode.IO, "the session cannot begin: " + Reason.of(failed));
        }
    }

    private static RememberedChild remember(Home home, String writer, ChildProcess child)
            throws CommandException, IOException {
        home.make();
        return new RememberedChild(home.run(), writer, child);
    }

    private static SessionIdentity identity(WrapOptions options, Services services) {
        String caller = System.getProperty("user.name");
        String agent = options.agent();
        return new SessionIdentity(
                services.writer(),
                agent == null ? caller : agent,
                caller,
                ServerName.of(options.command()));
    }

    private void say(String line) {
        err.println("agentgate: " + line);
        err.flush();
    }
}
