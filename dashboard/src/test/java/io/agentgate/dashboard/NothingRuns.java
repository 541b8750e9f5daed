package io.agentgate.dashboard;

import java.util.List;

/** A home in which no gateway runs. */
final class NothingRuns implements Running {
    @Override
    public List<OpenSession> sessions() {
        return List.of();
    }

    @Override
    public List<RunningServer> servers() {
        return List.of();
    }
}
