package io.agentgate.transports.entrance;

import io.agentgate.gateway.credential.SubjectToken;
import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What came of the question who a caller is. */
public sealed interface Login {
    /** Nobody was asked: no keys are configured. */
    Login.Known ANONYMOUS = new Accepted("anonymous", false);

    /** An answer. */
    sealed interface Known extends Login {}

    /**
     * The request is this caller's.
     *
     * @param caller the name calls are recorded under
     * @param proven whether the caller has shown that it is who it says
     * @param agent whom calls are charged to, as the credential names it; the caller where it does
     *     not
     * @param roles what the credential says the caller is, at most {@link #MAX_ROLES}
     * @param subject the token that proves it, to be exchanged for one that a server takes; null
     *     where there is none
     */
    record Accepted(
            String caller,
            boolean proven,
            String agent,
            SortedSet<String> roles,
            @Nullable SubjectToken subject)
            implements Known {
        /** Most roles of one caller. */
        public static final int MAX_ROLES = 64;

        public Accepted {
            if (roles.size() > MAX_ROLES) {
                throw new IllegalArgumentException("a caller has too many roles");
            }
            roles = Collections.unmodifiableSortedSet(new TreeSet<>(roles));
        }

        /** A caller with no token that could be exchanged. */
        public Accepted(String caller, boolean proven, String agent, SortedSet<String> roles) {
            this(caller, proven, agent, roles, null);
        }

        /** A caller that is its own agent and has no roles. */
        public Accepted(String caller, boolean proven) {
            this(caller, proven, caller, new TreeSet<>(Set.of()));
        }
    }

    /** The request is nobody's. */
    record Denied(Rejection rejection) implements Known {}

    /**
     * Somebody else has to be asked.
     *
     * @param answer completes on whatever thread, within seconds and whatever happens; one that
     *     fails lets nobody in
     */
    record Later(CompletionStage<Known> answer) implements Login {}
}
