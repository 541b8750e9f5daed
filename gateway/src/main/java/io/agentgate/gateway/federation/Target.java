package io.agentgate.gateway.federation;

import io.agentgate.protocol.Edit;
import io.agentgate.protocol.ErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a request of the client goes. */
sealed interface Target {
    /**
     * To this server.
     *
     * @param edit what to change, so that it names what the server knows; null if nothing
     */
    record Server(Member member, @Nullable Edit edit) implements Target {}

    /**
     * To none: no server has this.
     *
     * @param uri what was looked for, if it is a resource
     */
    record Nowhere(int code, String message, @Nullable String uri) implements Target {
        Nowhere(int code, String message) {
            this(code, message, null);
        }

        /** No server has a resource. */
        static Nowhere resource(@Nullable String uri) {
            return new Nowhere(ErrorCode.RESOURCE_NOT_FOUND, "Resource not found", uri);
        }
    }

    /**
     * To one of these after the other, until one has the resource.
     *
     * @param members at least one
     */
    record InTurn(String uri, List<Member> members) implements Target {}

    /** Nobody knows before the servers' lists are read. */
    record Unclear(Owned owned) implements Target {}
}
