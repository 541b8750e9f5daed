package io.agentgate.gateway.killswitch;

import io.agentgate.gateway.audit.CallOrigin;
import io.agentgate.policy.NamePattern;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stop for calls: of everybody, or of what it names.
 *
 * @param reason the operator's words; agents read them
 */
public record KillSwitch(String id, Scope scope, String reason, Instant since) {

    public KillSwitch {
        if (id.isBlank() || reason.isBlank()) {
            throw new IllegalArgumentException("a kill switch has an id and a reason");
        }
    }

    /** Which calls a switch stops. */
    public sealed interface Scope {
        /** Whether it stops a call of this origin. */
        boolean covers(CallOrigin origin);
    }

    /** Every call. */
    public record Everything() implements Scope {
        @Override
        public boolean covers(CallOrigin origin) {
            return true;
        }
    }

    /** Calls of these servers' tools. */
    public record OfServer(Names servers) implements Scope {
        @Override
        public boolean covers(CallOrigin origin) {
            return servers.hold(origin.server());
        }
    }

    /**
     * Calls of these tools.
     *
     * @param servers whose tools; null for those of every server
     */
    public record OfTool(@Nullable Names servers, Names tools) implements Scope {
        @Override
        public boolean covers(CallOrigin origin) {
            return tools.hold(origin.tool()) && (servers == null || servers.hold(origin.server()));
        }
    }

    /** Calls charged to these agents. */
    public record OfAgent(Names agents) implements Scope {
        @Override
        public boolean covers(CallOrigin origin) {
            return agents.hold(origin.agent());
        }
    }

    /** Calls of these callers. */
    public record OfCaller(Names callers) implements Scope {
        @Override
        public boolean covers(CallOrigin origin) {
            return callers.hold(origin.caller());
        }
    }

    /** Calls of these sessions, by the ids that records show. */
    public record OfSession(Names sessions) implements Scope {
        @Override
        public boolean covers(CallOrigin origin) {
            return sessions.hold(origin.session());
        }
    }

    /**
     * One name, or all that match it: {@code *} stands for any number of characters, as in rules. A
     * name that itself holds {@code *} is stopped by its own spelling, too.
     */
    public record Names(NamePattern pattern) {
        /**
         * @throws IllegalArgumentException if the text is empty
         */
        public static Names of(String text) {
            return new Names(new NamePattern(text));
        }

        boolean hold(String name) {
            return pattern.isExact() ? pattern.text().equals(name) : pattern.matches(name);
        }
    }

    boolean stops(CallOrigin origin) {
        return scope.covers(origin);
    }
}
