package io.agentgate.serve;

import io.agentgate.cli.Commands;
import io.agentgate.stdio.Ending;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;

/**
 * The entry of the Quarkus application behind {@code agentgate serve} and {@code agentgate
 * dashboard}.
 */
@QuarkusMain
public final class ServeMain implements QuarkusApplication {
    private final Vertx vertx;

    @Inject
    ServeMain(Vertx vertx) {
        this.vertx = vertx;
    }

    /**
     * Runs the command.
     *
     * @param arguments the command and its options
     */
    @Override
    public int run(String... arguments) {
        Ending ending = Ending.bySignal();
        return Commands.run(
                arguments,
                settings -> new Serving(vertx, settings, ending).run(),
                settings -> new Showing(vertx, settings, ending).run());
    }
}
