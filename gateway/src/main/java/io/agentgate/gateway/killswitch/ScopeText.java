package io.agentgate.gateway.killswitch;

import io.agentgate.gateway.killswitch.KillSwitch.Names;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A scope as people and files write it: a word, and the names that go with it. A name that does not
 * go with its word is refused: it would be ignored, and the switch would stop more than it says.
 */
public record ScopeText(String scope, @Nullable String server, @Nullable String name) {
    /** The words there are. */
    public static final List<String> WORDS =
            List.of("all", "server", "tool", "agent", "caller", "session");

    /** Longest name, in UTF-16 units. */
    public static final int MAX_NAME = 256;

    private static final String SERVER = "server";
    private static final String NAME = "name";

    /** A scope in words; {@link #parse} gives it back. */
    public static ScopeText of(KillSwitch.Scope scope) {
        return switch (scope) {
            case KillSwitch.Everything() -> new ScopeText("all", null, null);
            case KillSwitch.OfServer(Names servers) -> new ScopeText("server", text(servers), null);
            case KillSwitch.OfTool(Names servers, Names tools) ->
                    new ScopeText("tool", servers == null ? null : text(servers), text(tools));
            case KillSwitch.OfAgent(Names agents) -> new ScopeText("agent", null, text(agents));
            case KillSwitch.OfCaller(Names callers) -> new ScopeText("caller", null, text(callers));
            case KillSwitch.OfSession(Names sessions) ->
                    new ScopeText("session", null, text(sessions));
        };
    }

    private static String text(Names names) {
        return names.pattern().text();
    }

    /** It in words for people, without a verb. */
    public String words() {
        String named = scope + " " + name;
        return switch (scope) {
            case "all" -> "all calls";
            case SERVER -> scope + " " + server;
            case "tool" -> server == null ? named : named + " of server " + server;
            default -> named;
        };
    }

    /** What it means. */
    public KillSwitch.Scope parse() throws WrongFieldException {
        return switch (scope) {
            case "all" -> {
                refuse(SERVER, server);
                refuse(NAME, name);
                yield new KillSwitch.Everything();
            }
            case "server" -> {
                refuse(NAME, name);
                yield new KillSwitch.OfServer(names(SERVER, server));
            }
            case "tool" ->
                    new KillSwitch.OfTool(
                            server == null ? null : names(SERVER, server), names(NAME, name));
            case "agent" -> {
                refuse(SERVER, server);
                yield new KillSwitch.OfAgent(names(NAME, name));
            }
            case "caller" -> {
                refuse(SERVER, server);
                yield new KillSwitch.OfCaller(names(NAME, name));
            }
            case "session" -> {
                refuse(SERVER, server);
                yield new KillSwitch.OfSession(names(NAME, name));
            }
            default ->
                    throw new WrongFieldException(
                            "scope", "is none of " + String.join(", ", WORDS));
        };
    }

    private static void refuse(String field, @Nullable String value) throws WrongFieldException {
        if (value != null) {
            throw new WrongFieldException(field, "does not go with this scope");
        }
    }

    private static Names names(String field, @Nullable String value) throws WrongFieldException {
        return Names.of(Words.text(field, value, MAX_NAME));
    }
}
