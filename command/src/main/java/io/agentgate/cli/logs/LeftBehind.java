package io.agentgate.cli.logs;

import io.agentgate.cli.installation.Home;
import io.agentgate.cli.installation.Stores;
import io.agentgate.cli.status.RunningProcesses;
import io.agentgate.gateway.audit.AuditSinkException;
import io.agentgate.gateway.journal.Adoption;
import io.agentgate.stdio.Leftovers;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;

/** What gateways that were killed left behind in their home. */
public final class LeftBehind {
    private LeftBehind() {}

    /** Ends their servers, and delivers what is in their journals. */
    public static void collect(Home home, PrintWriter err) {
        try {
            if (Files.isDirectory(home.run())) {
                new Leftovers(home.run()).end();
                RunningProcesses.forgetDead(home.run());
            }
            new Adoption(home.journals(), Stores.of(home)::sink).adoptAll();
        } catch (IOException | AuditSinkException notNow) {
            err.println("agentgate: some records wait in journals: " + notNow.getMessage());
        }
    }
}
