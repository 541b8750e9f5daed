package io.agentgate.cluster.bundle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which claims of a token give which roles in rules. Immutable. */
public final class RoleMapping {
    /** No claim gives any role. */
    public static final RoleMapping NONE = new RoleMapping(List.of());

    private static final Pattern SLASH = Pattern.compile("/", Pattern.LITERAL);

    private final List<Grant> grants;

    /**
     * One claim that gives a role.
     *
     * @param path names of members, from the whole token inwards
     * @param value what the claim, or one of its elements, must be
     */
    record Grant(List<String> path, String value, String role) {

        /** Reads {@code path=value}, with {@code /} between the names; null for any other text. */
        static @Nullable Grant parse(String claim, String role) {
            int equals = claim.indexOf('=');
            if (equals < 1 || equals == claim.length() - 1) {
                return null;
            }
            List<String> path = List.of(SLASH.split(claim.substring(0, equals), -1));
            return path.contains("") ? null : new Grant(path, claim.substring(equals + 1), role);
        }

        boolean isEarnedBy(Map<?, ?> claims) {
            Object at = claims;
            for (String name : path) {
                at = at instanceof Map<?, ?> object ? object.get(name) : null;
            }
            if (at instanceof Iterable<?> elements) {
                for (Object element : elements) {
                    if (isValue(element)) {
                        return true;
                    }
                }
                return false;
            }
            return isValue(at);
        }

        private boolean isValue(@Nullable Object found) {
            return (found instanceof CharSequence
                            || found instanceof Number
                            || found instanceof Boolean)
                    && found.toString().equals(value);
        }
    }

    RoleMapping(List<Grant> grants) {
        this.grants = List.copyOf(grants);
    }

    /**
     * The roles that a token gives, in the order of their names.
     *
     * @param claims of a token that was verified: plain texts, numbers and truth values, in maps
     *     and lists
     */
    public SortedSet<String> of(Map<String, ?> claims) {
        SortedSet<String> roles = new TreeSet<>();
        for (Grant grant : grants) {
            if (!roles.contains(grant.role()) && grant.isEarnedBy(claims)) {
                roles.add(grant.role());
            }
        }
        return roles;
    }

    static RoleMapping read(Members bundle) throws BundleException {
        List<Grant> grants = new ArrayList<>();
        for (Members role : bundle.objects("roles")) {
            String name = role.text("name");
            int place = 0;
            for (String claim : role.texts("claims")) {
                Grant grant = Grant.parse(claim, name);
                if (grant == null) {
                    throw role.wrong("claims[" + place + "]", "is not path=value");
                }
                grants.add(grant);
                place++;
            }
        }
        return new RoleMapping(grants);
    }

    @Override
    public String toString() {
        return "RoleMapping" + grants;
    }
}
