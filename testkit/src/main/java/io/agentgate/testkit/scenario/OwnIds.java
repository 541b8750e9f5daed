package io.agentgate.testkit.scenario;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ids of a gateway that asks a server in its own name, and those of the scenario. */
final class OwnIds {
    private static final Pattern ID = Pattern.compile("\"id\":(\"[^\"]*\"|[0-9.]+)");

    private OwnIds() {}

    /** What the server says, each answer under the id of its request. */
    static List<List<String>> answers(Scenario scenario) {
        return scenario.answers().stream()
                .map(said -> said.stream().map(OwnIds::underItsId).toList())
                .toList();
    }

    private static String underItsId(String said) {
        return said.contains("\"method\":")
                ? said
                : ID.matcher(said).replaceFirst("\"id\":" + ScriptedServer.ID);
    }

    /** What the server got, under the id that is expected there. */
    static String like(String message, String expected) {
        Matcher own = ID.matcher(message);
        Matcher theirs = ID.matcher(expected);
        return own.find() && theirs.find()
                ? own.replaceFirst(Matcher.quoteReplacement(theirs.group()))
                : message;
    }
}
