package io.agentgate.serve;

import io.agentgate.cli.composition.Services;
import io.agentgate.cli.composition.WriterName;
import io.agentgate.cli.serve.ServeSettings;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.cli.terminal.Reason;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One run of {@code serve}, from its settings to its end.
 *
 * <pre>
 * settings → parts ready → listening → (signal) → draining → delivered → exit code 0
 *     └───────────┴────────────┴─ what cannot be used: a line and an exit code
 * </pre>
 */
final class Serving {
    /** How long calls in flight may take once the process was told to end. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    /** What the HTTP side may take beyond that to close what is open. */
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private static final Duration START = Duration.ofSeconds(30);

    private final Vertx vertx;
    private final ServeSettings settings;
    private final Ending ending;
    private final PrintStream err = System.err;

    Serving(Vertx vertx, ServeSettings settings, Ending ending) {
        this.vertx = vertx;
        this.settings = settings;
        this.ending = ending;
    }

    /** Serves until told to end; gives the exit code. */
    int run() throws CommandException {
        settings.home().make();
        try (Callers callers = callers();
                Services services =
                        new Services(
                                settings.home(),
                                WriterName.next(),
                                settings.config(),
                                settings.files(),
                                null,
                                this::say)) {
            HttpSide http = http();
            announce(listen(http), services, callers);
            services.start(callers::start);
            String signal = ending.await();
            say(
                    "told to end ("
                            + signal
                            + "): finishing calls, "
                            + GRACE.toSeconds()
                            + " s at most");
            drain(http);
        } catch (IOException failed) {
            throw new CommandException(ExitCode.IO, "serve cannot go on: " + Reason.of(failed));
        }
        say("ended");
        return ExitCode.OK;
    }

    /** The API keys; refuses an address that needs some and has none. */
    private Callers callers() throws CommandException {
        Callers callers = Callers.open(settings.home(), this::say);
        callers.guard(settings.listener().bind());
        return callers;
    }

    private HttpSide http() {
        return new HealthOnly(vertx, settings.listener());
    }

    private int listen(HttpSide http) throws CommandException {
        try {
            return await(http.start(), START);
        } catch (TimeoutException stuck) {
            throw new CommandException(ExitCode.INTERNAL, "the listener did not start");
        } catch (IOException unusable) {
            throw new CommandException(
                    ExitCode.IO,
                    "cannot listen at "
                            + address(settings.listener().port())
                            + ": "
                            + ListenFault.of(unusable));
        }
    }

    private void drain(HttpSide http) {
        try {
            await(http.drain(GRACE), GRACE.plus(CLOSING));
        } catch (TimeoutException | IOException late) {
            say("some connections did not end in time");
        }
    }

    private static <T> T await(Future<T> future, Duration patience)
            throws IOException, TimeoutException {
        try {
            return future.toCompletionStage()
                    .toCompletableFuture()
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", hurry);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof IOException cause
                    ? cause
                    : new IOException(String.valueOf(failed.getCause()), failed);
        }
    }

    private void announce(int port, Services services, Callers callers) {
        ServeSettings.Upstream upstream = settings.upstream();
        say("listening at http://" + address(port) + "/mcp");
        say("upstream " + upstream.uri() + ", recorded as " + upstream.server());
        say(services.policyInForce());
        say(callers.keys().isEmpty() ? "callers need no key" : "callers need an API key");
        say("home " + settings.home().path());
    }

    private String address(int port) {
        String bind = settings.listener().bind();
        return (bind.indexOf(':') < 0 ? bind : "[" + bind + "]") + ":" + port;
    }

    private void say(String line) {
        err.println("agentgate: " + line);
        err.flush();
    }
}
