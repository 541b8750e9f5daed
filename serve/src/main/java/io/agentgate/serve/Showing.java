package io.agentgate.serve;

import io.agentgate.cli.composition.Metrics;
import io.agentgate.cli.dashboard.DashboardSettings;
import io.agentgate.cli.installation.Stores;
import io.agentgate.cli.status.Found;
import io.agentgate.cli.status.RunningProcesses;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.cli.voice.Voice;
import io.agentgate.embedded.files.Reason;
import io.agentgate.gateway.audit.AuditSinkException;
import io.agentgate.gateway.journal.Adoption;
import io.agentgate.stdio.Ending;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;

/**
 * One run of {@code dashboard}, from its settings to its end. While it runs it also brings in what
 * killed gateways left in their journals.
 */
final class Showing {
    private static final Duration LOOK = Duration.ofSeconds(30);
    private static final Duration IDLE = Duration.ofMinutes(10);

    private final Vertx vertx;
    private final DashboardSettings settings;
    private final Ending ending;
    private final Voice voice = Voice.ofProcess();

    Showing(Vertx vertx, DashboardSettings settings, Ending ending) {
        this.vertx = vertx;
        this.settings = settings;
        this.ending = ending;
    }

    /** Shows it until told to end, or until nobody needs it; gives the exit code. */
    int run() throws CommandException {
        voice.tune(settings.config().watching().level(), settings.config().watching().format());
        settings.home().make();
        try (DashboardHost host =
                DashboardHost.start(
                        vertx,
                        settings.home(),
                        settings.config(),
                        settings.files(),
                        settings.port(),
                        new Metrics())) {
            voice.info("dashboard " + host.url() + "; `agentgate open` shows its token");
            long quietSince = System.nanoTime();
            while (!ending.await(LOOK)) {
                adopt();
                if (somethingRuns()) {
                    quietSince = System.nanoTime();
                }
                long quiet = Math.min(System.nanoTime() - quietSince, host.quietNanos());
                if (settings.idleExit() && quiet > IDLE.toNanos()) {
                    voice.info("nobody needs it any more");
                    break;
                }
            }
        } catch (IOException failed) {
            throw new CommandException(
                    ExitCode.IO, "the dashboard cannot go on: " + Reason.of(failed));
        }
        voice.info("ended");
        return ExitCode.OK;
    }

    private void adopt() {
        try {
            new Adoption(settings.home().journals(), Stores.of(settings.home())::sink).adoptAll();
        } catch (IOException | AuditSinkException notNow) {
            voice.warn("some records wait in journals: " + notNow.getMessage());
        }
    }

    private boolean somethingRuns() {
        try {
            return RunningProcesses.of(settings.home().run()).stream()
                    .anyMatch(found -> !(found instanceof Found.Gone<?>));
        } catch (IOException unreadable) {
            return false;
        }
    }
}
