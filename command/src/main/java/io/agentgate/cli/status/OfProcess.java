package io.agentgate.cli.status;

import io.agentgate.protocol.JsonWriter;
import io.agentgate.protocol.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What one running process has of something.
 *
 * @param command the word it was started by, {@code wrap} say
 */
public record OfProcess<A>(long pid, String command, List<A> all) {
    private static final String ALL = "all";

    public OfProcess {
        all = List.copyOf(all);
    }

    /** Begins an object for this process, up to the list itself. */
    static JsonWriter begin(JsonWriter json, String command) {
        json.beginObject().name("pid").value(ProcessHandle.current().pid());
        return json.name("command").value(command).name(ALL);
    }

    static <A> OfProcess<A> read(Value object, Function<Value, A> one) {
        Value listed = object.member(ALL);
        if (listed == null) {
            throw new IllegalArgumentException("no `" + ALL + "`");
        }
        List<A> all = new ArrayList<>();
        listed.eachElement(each -> all.add(one.apply(each)));
        AnswerMembers members = new AnswerMembers(object);
        return new OfProcess<>(members.number("pid"), members.text("command"), all);
    }
}
