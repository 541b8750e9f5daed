package io.agentgate.cli.status;

import io.agentgate.protocol.JsonCursor;
import io.agentgate.protocol.JsonWriter;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A {@link ProcessState} as members of a JSON object. */
final class StateJson {
    private static final String CANDIDATE = "candidate";
    private static final String CANDIDATE_REVISION = "candidate_revision";
    private static final String CANDIDATE_CALLS = "candidate_calls";
    private static final String CANDIDATE_DIFFERING = "candidate_differing";

    private static final String KILL_SWITCHES = "kill_switches";

    private StateJson() {}

    static void write(JsonWriter json, ProcessState state) {
        ProcessState.Program program = state.program();
        json.name("pid").value(program.pid());
        json.name("command").value(program.command());
        json.name("version").value(program.version());
        json.name("since").value(program.since().toString());
        json.name("server").value(state.place().server());
        text(json.name("listening"), state.place().listening());
        text(json.name("upstream"), state.place().upstream());
        text(json.name("policy"), state.rules().file());
        json.name("policy_revision").value(state.rules().revision());
        candidate(json, state.rules().candidate());
        json.name(KILL_SWITCHES).value(state.rules().killSwitches());
        ProcessState.Recording recording = state.recording();
        json.name("database").value(recording.database());
        json.name("journal_mode").value(recording.journalMode());
        json.name("journal_waiting_bytes").value(recording.waitingBytes());
        json.name("journal_lag_ms").value(recording.lag().toMillis());
        text(json.name("journal_trouble"), recording.trouble());
        json.name("sessions").value(state.load().sessions());
        json.name("calls_in_flight").value(state.load().calls());
        json.name("draining").value(state.load().draining());
        json.name("servers").beginArray();
        state.servers().forEach(server -> ServerJson.write(json, server));
        json.endArray();
    }

    private static void candidate(JsonWriter json, ProcessState.@Nullable Candidate candidate) {
        text(json.name(CANDIDATE), candidate == null ? null : candidate.file());
        if (candidate != null) {
            json.name(CANDIDATE_REVISION).value(candidate.revision());
            json.name(CANDIDATE_CALLS).value(candidate.calls());
            json.name(CANDIDATE_DIFFERING).value(candidate.differing());
        }
    }

    static void text(JsonWriter json, @Nullable String text) {
        if (text == null) {
            json.nullValue();
        } else {
            json.value(text);
        }
    }

    /**
     * Reads an object, whose beginning comes next; what it has beyond this version's is passed
     * over.
     *
     * @throws IllegalArgumentException if a member is missing or cannot be what it says
     */
    static ProcessState read(JsonCursor json) {
        if (json.next() != JsonCursor.Token.BEGIN_OBJECT) {
            throw new IllegalArgumentException("no object");
        }
        Members members = new Members(new HashMap<>());
        List<ServerState> servers = new ArrayList<>();
        while (json.next() == JsonCursor.Token.NAME) {
            if (json.text().equals("servers")) {
                ServerJson.read(json, servers);
            } else {
                members.read(json);
            }
        }
        return members.state(servers);
    }

    /** The members that were found, null ones left out. */
    record Members(Map<String, String> found) {
        /** Reads the value of the member whose name was read. */
        void read(JsonCursor json) {
            String name = json.text();
            json.skipValue();
            if (json.token() != JsonCursor.Token.NULL) {
                found.put(name, json.text());
            }
        }

        private ProcessState state(List<ServerState> servers) {
            return new ProcessState(
                    new ProcessState.Program(
                            number("pid"), word("command"), word("version"), time("since")),
                    new ProcessState.Place(
                            word("server"), found.get("listening"), found.get("upstream")),
                    new ProcessState.Rules(
                            found.get("policy"),
                            word("policy_revision"),
                            candidate(),
                            killSwitches()),
                    new ProcessState.Recording(
                            word("database"),
                            word("journal_mode"),
                            number("journal_waiting_bytes"),
                            Duration.ofMillis(number("journal_lag_ms")),
                            found.get("journal_trouble")),
                    new ProcessState.Load(
                            (int) number("sessions"),
                            number("calls_in_flight"),
                            word("draining").equals("true")),
                    servers);
        }

        /** A process of before there were any has none. */
        private int killSwitches() {
            return found.containsKey(KILL_SWITCHES) ? (int) number(KILL_SWITCHES) : 0;
        }

        private ProcessState.@Nullable Candidate candidate() {
            String file = found.get(CANDIDATE);
            return file == null
                    ? null
                    : new ProcessState.Candidate(
                            file,
                            word(CANDIDATE_REVISION),
                            number(CANDIDATE_CALLS),
                            number(CANDIDATE_DIFFERING));
        }

        String word(String name) {
            String word = found.get(name);
            if (word == null) {
                throw new IllegalArgumentException("no `" + name + "`");
            }
            return word;
        }

        long number(String name) {
            return Long.parseLong(word(name));
        }

        private Instant time(String name) {
            try {
                return Instant.parse(word(name));
            } catch (DateTimeException wrong) {
                throw new IllegalArgumentException("no time in `" + name + "`", wrong);
            }
        }
    }
}
