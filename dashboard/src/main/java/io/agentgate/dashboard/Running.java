package io.agentgate.dashboard;

import java.io.IOException;
import java.util.List;

/** Port: what runs. Asks every running gateway, which may take seconds. */
public interface Running {
    /** The sessions that go on, of each gateway those used last. */
    List<OpenSession> sessions() throws IOException;

    /** The servers that gateways serve, each once. */
    List<RunningServer> servers() throws IOException;
}
