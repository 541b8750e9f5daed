package io.agentgate.auditstore.problem;

import org.jspecify.annotations.Nullable;

/** A request that is not granted: with which status, why, and because of which field. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final @Nullable String field;

    private Refusal(int status, String detail, @Nullable String field) {
        super(detail, null, false, false);
        this.status = status;
        this.field = field;
    }

    /** The request names something that is not there. */
    public static Refusal notFound(String what) {
        return new Refusal(404, "there is no " + what, null);
    }

    /** A parameter of the request cannot be taken. */
    public static Refusal invalid(String field, String problem) {
        return new Refusal(422, field + " " + problem, field);
    }

    int status() {
        return status;
    }

    @Nullable String field() {
        return field;
    }
}
