package io.agentgate.cli.status;

import io.agentgate.cli.terminal.Table;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Running processes as a table for people. */
final class StateTable {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);
    private static final long KIB = 1 << 10;
    private static final double MILLIS_A_SECOND = 1_000;

    private StateTable() {}

    static Table of(List<ProcessState> states) {
        Table table =
                new Table(
                        "Pid",
                        "Command",
                        "State",
                        "Server",
                        "Clients at",
                        "Sessions",
                        "In flight",
                        "Policy",
                        "Records",
                        "Since");
        for (ProcessState state : states) {
            String listening = state.place().listening();
            table.row(
                    Long.toString(state.program().pid()),
                    state.program().command(),
                    state.load().draining() ? "draining" : "running",
                    state.place().server(),
                    listening == null ? "stdio" : listening,
                    Integer.toString(state.load().sessions()),
                    Long.toString(state.load().calls()),
                    state.rules().file() == null ? "none" : state.rules().revision(),
                    records(state.recording()),
                    TIME.format(state.program().since()));
        }
        return table;
    }

    private static String records(ProcessState.Recording recording) {
        if (recording.waitingBytes() == 0) {
            return "delivered";
        }
        String size = (recording.waitingBytes() + KIB - 1) / KIB + " KiB wait";
        long lag = recording.lag().toMillis();
        return lag == 0
                ? size
                : size + String.format(Locale.ROOT, ", %.1f s behind", lag / MILLIS_A_SECOND);
    }
}
