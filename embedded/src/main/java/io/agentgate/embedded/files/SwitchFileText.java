package io.agentgate.embedded.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.agentgate.gateway.killswitch.KeptSwitch;
import io.agentgate.gateway.killswitch.KillSwitch;
import io.agentgate.gateway.killswitch.ScopeText;
import io.agentgate.gateway.killswitch.SwitchBoard;
import io.agentgate.gateway.killswitch.SwitchBoardException;
import io.agentgate.gateway.killswitch.SwitchOrder;
import io.agentgate.gateway.killswitch.WrongFieldException;
import io.agentgate.protocol.JsonCursor;
import io.agentgate.protocol.JsonCursor.Token;
import io.agentgate.protocol.JsonWriter;
import io.agentgate.protocol.Limits;
import io.agentgate.protocol.Peer;
import io.agentgate.protocol.Scanner;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The text of a file of kill switches, read strictly: what is not understood could stop other calls
 * than it says. Problems name the line and the member.
 */
final class SwitchFileText {
    /** More than {@link SwitchBoard#MAX_SWITCHES} switches with the longest texts. */
    static final int MAX_BYTES = 2 << 20;

    private static final String SWITCHES = "switches";
    private static final List<String> MEMBERS =
            List.of("id", "scope", "server", "name", "reason", "since", "by");
    private static final Pattern AT_BYTE = Pattern.compile("at byte (\\d{1,9})");
    private static final int MAX_ID = 64;
    private static final int MAX_DEPTH = 8;

    private final byte[] text;
    private final Path file;
    private final JsonCursor json;
    private final Map<String, Integer> linesById = new HashMap<>();

    private SwitchFileText(byte[] text, Path file) {
        this.text = text;
        this.file = file;
        this.json = new JsonCursor(text);
    }

    static List<KeptSwitch> parse(byte[] text, Path file) throws SwitchBoardException {
        Limits limits =
                new Limits(
                        MAX_BYTES,
                        MAX_DEPTH,
                        MAX_BYTES,
                        64,
                        2 * MEMBERS.size() * SwitchBoard.MAX_SWITCHES,
                        128);
        String objection = new Scanner(limits, Peer.CLIENT).objection(text);
        if (objection != null) {
            Matcher place = AT_BYTE.matcher(objection);
            int line = place.find() ? line(text, Integer.parseInt(place.group(1))) : 1;
            throw new SwitchBoardException(
                    file + ":" + line + ": is no JSON that can be used: " + objection);
        }
        return new SwitchFileText(text, file).switches();
    }

    private List<KeptSwitch> switches() throws SwitchBoardException {
        if (json.next() != Token.BEGIN_OBJECT) {
            throw wrong(json.start(), "is no object");
        }
        List<KeptSwitch> all = new ArrayList<>();
        boolean found = false;
        while (json.next() == Token.NAME) {
            if (!json.text().equals(SWITCHES)) {
                throw wrong(json.start(), unknown(json.text(), List.of(SWITCHES)));
            }
            found = true;
            if (json.next() != Token.BEGIN_ARRAY) {
                throw wrong(json.start(), "`switches` is no array");
            }
            while (json.next() != Token.END_ARRAY) {
                all.add(one(all.size()));
            }
        }
        if (!found) {
            throw wrong(0, "`switches` is missing");
        }
        return all;
    }

    private KeptSwitch one(int before) throws SwitchBoardException {
        int at = json.start();
        if (json.token() != Token.BEGIN_OBJECT) {
            throw wrong(at, "a switch is no object");
        }
        if (before >= SwitchBoard.MAX_SWITCHES) {
            throw wrong(at, "more than " + SwitchBoard.MAX_SWITCHES + " switches");
        }
        Map<String, String> values = new HashMap<>();
        Map<String, Integer> places = new HashMap<>();
        while (json.next() == Token.NAME) {
            String name = json.text();
            if (!MEMBERS.contains(name)) {
                throw wrong(json.start(), unknown(name, MEMBERS));
            }
            places.put(name, json.start());
            Token value = json.next();
            if (value == Token.STRING) {
                values.put(name, json.text());
            } else if (value != Token.NULL) {
                throw wrong(json.start(), "`" + name + "` is no text");
            }
        }
        try {
            return kept(values, at);
        } catch (WrongFieldException field) {
            throw wrong(places.getOrDefault(field.field(), at), String.valueOf(field.getMessage()));
        }
    }

    private KeptSwitch kept(Map<String, String> values, int at) throws WrongFieldException {
        String scope = there(values, "scope");
        SwitchOrder order =
                SwitchOrder.of(
                        new ScopeText(scope, values.get("server"), values.get("name")),
                        values.get("reason"),
                        values.get("by"));
        KillSwitch stop =
                new KillSwitch(id(values, at), order.scope(), order.reason(), since(values));
        return new KeptSwitch(stop, order.by());
    }

    private static String there(Map<String, String> values, String name)
            throws WrongFieldException {
        String value = values.get(name);
        if (value == null) {
            throw new WrongFieldException(name, "is missing");
        }
        return value;
    }

    private String id(Map<String, String> values, int at) throws WrongFieldException {
        String id = there(values, "id");
        // It is part of a path of the dashboard, and of the rule in a refusal.
        if (id.length() > MAX_ID || !id.matches("[A-Za-z0-9_-]+")) {
            throw new WrongFieldException(
                    "id", "is not made of 1 to " + MAX_ID + " letters, digits, - and _");
        }
        Integer line = linesById.putIfAbsent(id, line(at));
        if (line != null) {
            throw new WrongFieldException("id", "is that of the switch on line " + line);
        }
        return id;
    }

    private static Instant since(Map<String, String> values) throws WrongFieldException {
        try {
            return Instant.parse(there(values, "since"));
        } catch (DateTimeException noTime) {
            throw new WrongFieldException("since", "is no time such as 2026-11-20T08:00:00Z");
        }
    }

    private static String unknown(String name, List<String> valid) {
        return "unknown member `" + name + "`; valid here: " + String.join(", ", valid);
    }

    private SwitchBoardException wrong(int at, String problem) {
        return new SwitchBoardException(file + ":" + line(at) + ": " + problem);
    }

    private int line(int at) {
        return line(text, at);
    }

    private static int line(byte[] text, int at) {
        int line = 1;
        for (int i = 0; i < Math.min(at, text.length); i++) {
            if (text[i] == '\n') {
                line++;
            }
        }
        return line;
    }

    /** The text of these switches; what {@link #parse} makes of it equals them. */
    static byte[] of(List<KeptSwitch> all) {
        StringBuilder text = new StringBuilder("{\n  \"switches\": [");
        for (int i = 0; i < all.size(); i++) {
            text.append(i == 0 ? "\n" : ",\n");
            one(text, all.get(i));
        }
        return text.append(all.isEmpty() ? "]\n}\n" : "\n  ]\n}\n").toString().getBytes(UTF_8);
    }

    /** A member a line, so that a problem has a line of its own. */
    private static void one(StringBuilder text, KeptSwitch kept) {
        KillSwitch stop = kept.stop();
        ScopeText scope = ScopeText.of(stop.scope());
        text.append("    {\n");
        member(text, "id", stop.id());
        member(text, "scope", scope.scope());
        member(text, "server", scope.server());
        member(text, "name", scope.name());
        member(text, "reason", stop.reason());
        member(text, "since", stop.since().toString());
        text.append("      \"by\": ").append(quoted(kept.by())).append("\n    }");
    }

    private static void member(StringBuilder text, String name, @Nullable String value) {
        if (value != null) {
            text.append("      \"").append(name).append("\": ").append(quoted(value)).append(",\n");
        }
    }

    private static String quoted(String text) {
        return new String(JsonWriter.quote(text), UTF_8);
    }
}
