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
 */
public record Permissions(List<Grant> grants, @Nullable Rule refusal) {
    /** What refusals and records call the lack of a permission. */
    public static final String ID = "roles";

    private static final String REASON = "No role of this caller permits this";

    /** Everybody may use everything. */
    public static final Permissions ALL = new Permissions(List.of(), null);

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
                        Annotations.ANY);
        return new Permissions(grants, new Rule(ID, all, null, new Effect.Deny(REASON), mode, at));
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

    /** Whether a caller may make a request, as far as roles say. */
    boolean permit(String server, Target target, String agent, Set<String> roles) {
        if (!govern(target.method())) {
            return true;
        }
        for (Grant grant : grants) {
            if (grant.isFor(agent, roles) && grant.permits(server, target)) {
                return true;
            }
        }
        return false;
    }
}
