package io.agentgate.policy;

import io.agentgate.policy.regex.Regex;
import java.time.Instant;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a policy may know about one call.
 *
 * <p>Arguments come from a supplier that is asked when the first rule needs them, and at most once.
 * It returns null when the call has no {@code arguments} member; when it throws, the arguments are
 * unreadable and every predicate over them is unknown. Facts remember what they computed and belong
 * to one thread.
 */
public final class Facts {
    private enum Arguments {
        NOT_ASKED,
        READ,
        UNREADABLE
    }

    private final String server;
    private final Target target;
    private final Caller caller;
    private final Supplier<Value.@Nullable Members> supplier;
    private final Instant now;
    private final @Nullable String plain;
    private final Background background;

    private Arguments state = Arguments.NOT_ASKED;
    private Value.@Nullable Members arguments;
    private @Nullable String json;
    private @Nullable Boolean oneForm;

    /** Facts whose arguments have to be read to be searched. */
    public Facts(
            String server,
            String tool,
            String agent,
            Supplier<Value.@Nullable Members> arguments,
            Instant now) {
        this(server, tool, agent, Set.of(), arguments, now, null);
    }

    /**
     * Facts about a caller that is called as its agent.
     *
     * @param roles what the caller's credential says of it
     * @param plain a JSON text with the arguments in it, if there is one in which every string
     *     stands as it is, without escapes
     */
    public Facts(
            String server,
            String tool,
            String agent,
            Set<String> roles,
            Supplier<Value.@Nullable Members> arguments,
            Instant now,
            @Nullable String plain) {
        this(server, tool, new Caller(agent, agent, roles), arguments, now, plain);
    }

    /** Facts about a call of a tool. */
    public Facts(
            String server,
            String tool,
            Caller caller,
            Supplier<Value.@Nullable Members> arguments,
            Instant now,
            @Nullable String plain) {
        this(server, Target.tool(tool), caller, arguments, now, plain, Background.NONE);
    }

    /**
     * @param arguments of a request that has no such member, its parameters
     * @param plain a JSON text with the arguments in it, if there is one in which every string
     *     stands as it is, without escapes
     * @param background what was seen before
     */
    public Facts(
            String server,
            Target target,
            Caller caller,
            Supplier<Value.@Nullable Members> arguments,
            Instant now,
            @Nullable String plain,
            Background background) {
        this.server = server;
        this.target = target;
        this.caller = caller;
        this.supplier = arguments;
        this.now = now;
        this.plain = plain;
        this.background = background;
    }

    public String server() {
        return server;
    }

    /** What the request is about. */
    public Target target() {
        return target;
    }

    public Caller caller() {
        return caller;
    }

    Background background() {
        return background;
    }

    public Instant now() {
        return now;
    }

    /** The arguments; null when the call has none, or none that can be read. */
    public Value.@Nullable Members arguments() {
        if (state == Arguments.NOT_ASKED) {
            try {
                arguments = supplier.get();
                state = Arguments.READ;
            } catch (RuntimeException e) {
                // Not rethrown: an exception here would be a decision that nobody took.
                state = Arguments.UNREADABLE;
            }
        }
        return arguments;
    }

    boolean unreadable() {
        arguments();
        return state == Arguments.UNREADABLE;
    }

    /**
     * Whether it is certain, without reading the arguments, that a pattern is found in none of
     * their names and values, nor in their {@link #json}.
     */
    boolean rulesOut(Regex regex) {
        return plain != null && !regex.mayMatchCompact(plain) && hasOneForm(plain);
    }

    private boolean hasOneForm(String text) {
        Boolean known = oneForm;
        if (known == null) {
            known = Forms.isPlain(text);
            oneForm = known;
        }
        return known;
    }

    /** The arguments as compact JSON; "" when there are none. */
    String json() {
        String written = json;
        if (written == null) {
            Value.Members members = arguments();
            written = members == null ? "" : CompactJson.of(members);
            json = written;
        }
        return written;
    }
}
