package io.agentgate.proxy.identity;

import io.agentgate.transports.entrance.Bearer;
import io.agentgate.transports.entrance.Login;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The reading of a verified token's claims: caller, agent, roles and scopes. */
final class Claims {
    private static final int MAX_NAME = 128;

    private final ClaimNames names;
    private final Function<Map<String, Object>, SortedSet<String>> mapping;

    /**
     * @param mapping gives the roles that the policy-service makes of claims
     */
    Claims(ClaimNames names, Function<Map<String, Object>, SortedSet<String>> mapping) {
        this.names = names;
        this.mapping = mapping;
    }

    /** Who the owner of a token with these claims is. */
    Login.Known login(Map<String, Object> claims) {
        String caller = name(claims.get(names.caller()));
        if (caller == null) {
            return Bearer.invalid("the token names no caller in " + names.caller());
        }
        if (!scopes(claims).containsAll(names.scopes())) {
            return Bearer.insufficient(String.join(" ", names.scopes()));
        }
        SortedSet<String> roles = new TreeSet<>(mapping.apply(claims));
        roles.addAll(texts(at(claims, names.roles())));
        if (roles.size() > Login.Accepted.MAX_ROLES) {
            return Bearer.invalid("the token gives more than 64 roles");
        }
        String agent = name(claims.get(names.agent()));
        return new Login.Accepted(caller, true, agent == null ? caller : agent, roles);
    }

    /** A name that can be recorded and shown, or null. */
    private static @Nullable String name(@Nullable Object claim) {
        boolean usable =
                claim instanceof String text
                        && !text.isBlank()
                        && text.length() <= MAX_NAME
                        && text.chars().noneMatch(Character::isISOControl);
        return usable ? (String) claim : null;
    }

    /** The scopes (RFC 9068, section 2.2.3); some issuers list them. */
    private static Set<String> scopes(Map<String, Object> claims) {
        Set<String> scopes = new HashSet<>();
        for (String claim : List.of("scope", "scp")) {
            texts(claims.get(claim)).stream()
                    .flatMap(text -> Arrays.stream(text.split(" ")))
                    .forEach(scopes::add);
        }
        return scopes;
    }

    private static @Nullable Object at(Map<String, Object> claims, String path) {
        Object here = claims;
        for (String step : path.split("/")) {
            here = here instanceof Map<?, ?> map ? map.get(step) : null;
        }
        return here;
    }

    private static List<String> texts(@Nullable Object claim) {
        return switch (claim) {
            case null -> List.of();
            case String text -> List.of(text);
            case Collection<?> all ->
                    all.stream()
                            .filter(String.class::isInstance)
                            .map(String.class::cast)
                            .filter(text -> !text.isBlank() && text.length() <= MAX_NAME)
                            .toList();
            default -> List.of();
        };
    }
}
