package io.agentgate.policy;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What callers may use by their roles. It is asked before the rules, which may take more away but
 * give nothing that no role does.
 *
 * @param grants what each role may use; empty where everybody may use everything
 * @param refusal the rule by which whatever no role permits is refused; null only where everybody
 *     may use everything
 * @param unlisted the same rule of a tool that some role may permit, if it were known what it does
 */
public record Permissions(List<Grant> grants, @Nullable Rule refusal, @Nullable Rule unlisted) {
    /** What refusals and records call the lack of a permission. */
    public static final String ID = "roles";

    private static final String REASON = "No role of this caller permits this";
    private static final String UNLISTED =
            REASON
                    + " as long as it is unknown what the tool does: ask for tools/list first, and"
                    + " call what it lists";

    /** Everybody may use everything. */
    public static final Permissions ALL = new Permissions(List.of(), null, null);

    public Permissions {
        grants = List.copyOf(grants);
    }

    /**
     * Only what these grant.
     *
     * @param mode whether they are enforced
     * @param at where the first of them stands
     */
    public static Permissions of(List<Grant> grants, Mode mode, Position at) {
        Scope all =
                new Scope(
                        Names.ANY,
                        EnumSet.allOf(Method.class),
                        Names.ANY,
                        Callers.ANY,
                        Annotations.ANY,
                        Operations.ANY);
        return new Permissions(
                grants,
                new Rule(ID, all, null, new Effect.Deny(REASON), mode, at),
                new Rule(ID, all, null, new Effect.Deny(UNLISTED), mode, at));
    }

    /** Whether there is anything that not everybody may use. */
    boolean areLimited() {
        return refusal != null;
    }

    /** Whether anything is refused for their sake. */
    boolean areEnforced() {
        return refusal != null && !refusal.isShadow();
    }

    /** Whether they are about requests of a method. */
    boolean govern(Method method) {
        return areLimited() && !method.isOfServer();
    }

    /** Whether they depend on what requests do. */
    boolean askForOperations() {
        return grants.stream()
                .flatMap(grant -> grant.scopes().stream())
                .anyMatch(scope -> !scope.operations().isAny());
    }

    /**
     * The rule by which a caller may not make a request; null if roles have nothing against it.
     *
     * @param operation what the request does; null where it is unknown
     */
    @Nullable Rule refusing(
            String server,
            Target target,
            String agent,
            Set<String> roles,
            @Nullable Operation operation) {
        if (!govern(target.method())) {
            return null;
        }
        Truth permitted = Truth.FALSE;
        for (Grant grant : grants) {
            if (grant.isFor(agent, roles)) {
                permitted = permitted.or(grant.permits(server, target, operation));
                if (permitted == Truth.TRUE) {
                    return null;
                }
            }
        }
        return permitted == Truth.UNKNOWN ? unlisted : refusal;
    }
}
