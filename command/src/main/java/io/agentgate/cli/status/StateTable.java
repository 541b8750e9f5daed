package io.agentgate.cli.status;

import io.agentgate.cli.terminal.Table;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Running processes as a table for people. */
final class StateTable {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);
    private static final long KIB = 1 << 10;
    private static final double MILLIS_A_SECOND = 1_000;

    private static final List<String> HEADER =
            List.of(
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

    private StateTable() {}

    static Table of(List<ProcessState> states) {
        boolean candidates = states.stream().anyMatch(state -> state.rules().candidate() != null);
        boolean stops = states.stream().anyMatch(state -> state.rules().killSwitches() > 0);
        Table table =
                new Table(
                        columns(
                                HEADER,
                                stops ? "Kill switches" : null,
                                candidates ? "Candidate" : null));
        for (ProcessState state : states) {
            String listening = state.place().listening();
            List<String> cells =
                    List.of(
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
            table.row(
                    columns(
                            cells,
                            stops ? Integer.toString(state.rules().killSwitches()) : null,
                            candidates ? candidate(state.rules().candidate()) : null));
        }
        return table;
    }

    /** With more where there are any. */
    private static String[] columns(List<String> cells, @Nullable String... more) {
        return Stream.concat(cells.stream(), Stream.of(more).filter(Objects::nonNull))
                .toArray(String[]::new);
    }

    private static String candidate(ProcessState.@Nullable Candidate candidate) {
        return candidate == null
                ? "none"
                : candidate.revision()
                        + ": "
                        + candidate.differing()
                        + " of "
                        + candidate.calls()
                        + " differ";
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
