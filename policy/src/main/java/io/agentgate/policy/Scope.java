package io.agentgate.policy;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a rule is for.
 *
 * @param servers of which servers
 * @param methods which requests
 * @param names of which tools, prompts or resources
 * @param callers whose requests; everybody's answers are redacted, though, since whoever stores or
 *     shows them later is none of these
 * @param annotations what the server says of tools; answers of any tool are redacted, though
 * @param operations what the requests do; whatever they do, their answers are redacted, though
 */
public record Scope(
        Names servers,
        Set<Method> methods,
        Names names,
        Callers callers,
        Annotations annotations,
        Operations operations) {
    /** Calls of tools, which rules are about that say nothing of methods. */
    public static final Set<Method> CALLS = Set.of(Method.TOOLS_CALL);

    public Scope {
        methods = Collections.unmodifiableSet(EnumSet.copyOf(methods));
    }

    /** Calls of tools of one server or of several. */
    public static Scope ofCalls(Names servers, Names tools, Callers callers) {
        return new Scope(servers, CALLS, tools, callers, Annotations.ANY, Operations.ANY);
    }

    /** Whether a rule of this effect is about the object of a request. */
    boolean includes(Target target, Effect effect) {
        return methods.contains(target.method())
                && effect.reading().matches(named(target, effect.reading()));
    }

    private Truth named(Target target, Reading reading) {
        return target.method().isOfUri()
                ? Uris.match(names, target.name(), reading)
                : Truth.of(names.matches(target.name()));
    }

    /** Whether it goes by more than names: by what is said of tools. */
    boolean asksForHints() {
        return !annotations.isAny() || !operations.isAny();
    }

    /** Whether that is so of a request, of which it is known, or not, what it does. */
    Truth truth(Facts facts, @Nullable Operation operation) {
        return annotations.truth(facts).and(operations.truth(operation));
    }

    /** The same of any request for a tool of which the server says this, or nothing. */
    Truth truth(@Nullable ToolHints hints, @Nullable Operation operation) {
        return annotations.truth(hints).and(operations.truth(operation));
    }

    /** The part of it that is not so; null if all is. */
    @Nullable String failing(Facts facts, @Nullable Operation operation) {
        if (annotations.truth(facts) != Truth.TRUE) {
            return annotations.toString();
        }
        return operations.truth(operation) == Truth.TRUE ? null : operations.toString();
    }

    /** Whether whatever the other is for is in this one, too, but for who asks. */
    public boolean covers(Scope other) {
        return servers.covers(other.servers)
                && methods.containsAll(other.methods)
                && names.covers(other.names);
    }
}
