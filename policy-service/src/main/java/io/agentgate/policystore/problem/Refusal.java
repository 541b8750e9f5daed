package io.agentgate.policystore.problem;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request that is not granted: with which status, why, and because of which field. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final @Nullable String field;
    private final transient List<Finding> findings;

    /** One thing found in a policy text. */
    public record Finding(int line, int column, String message) {}

    private Refusal(int status, String detail, @Nullable String field, List<Finding> findings) {
        super(detail, null, false, false);
        this.status = status;
        this.field = field;
        this.findings = findings;
    }

    /** The request names something that is not there. */
    public static Refusal notFound(String what) {
        return new Refusal(404, "there is no " + what, null, List.of());
    }

    /** A member of the request cannot be taken. */
    public static Refusal invalid(String field, String problem) {
        return new Refusal(422, field + " " + problem, field, List.of());
    }

    /** The body of the request is longer than it may be. */
    public static Refusal tooLarge(int mostBytes) {
        return new Refusal(413, "the body is longer than " + mostBytes + " bytes", null, List.of());
    }

    /** A policy text does not load. */
    public static Refusal unloadable(List<Finding> findings) {
        return new Refusal(422, "the policy does not load", "text", findings);
    }

    /** What is there now does not allow it. */
    public static Refusal conflict(String why) {
        return new Refusal(409, why, null, List.of());
    }

    /** A precondition of the request does not hold any more. */
    public static Refusal stale(String why) {
        return new Refusal(412, why, "If-Match", List.of());
    }

    /** The person may not do this. */
    public static Refusal forbidden(String why) {
        return new Refusal(403, why, null, List.of());
    }

    /** Nobody proved to be a proxy. */
    public static Refusal unauthenticated() {
        return new Refusal(401, "a proxy's token is needed", "Authorization", List.of());
    }

    /** There are too many already. */
    public static Refusal busy(String why) {
        return new Refusal(503, why, null, List.of());
    }

    int status() {
        return status;
    }

    @Nullable String field() {
        return field;
    }

    public List<Finding> findings() {
        return findings;
    }
}
