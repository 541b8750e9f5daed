package io.agentgate.cli.status;

import java.util.List;

/** What a process tells at its socket. Each is quick, on any thread. */
public interface Told {
    /** The word it was started by: {@code wrap} or {@code serve}. */
    String command();

    /** How it is. */
    ProcessState state();

    /** Reads the kill switches of the home now; gives how many are in force from then on. */
    int killSwitches();

    /** Its sessions that go on, {@link SessionState#MOST} at most, those used last first. */
    List<SessionState> sessions();

    /** The servers behind it, with their tools. */
    List<ServerTools> servers();
}
