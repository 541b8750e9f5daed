package io.agentgate.proxy.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.transports.entrance.Login;
import io.agentgate.transports.entrance.Rejection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClaimsTest {
    private static final ClaimNames NAMES =
            new ClaimNames("preferred_username", "azp", "realm_access/roles", List.of());

    @Test
    void claimsSayWhoCalls() {
        Map<String, Object> token =
                Map.of(
                        "preferred_username",
                        "bob",
                        "azp",
                        "claude-code",
                        "realm_access",
                        Map.of("roles", List.of("viewer", "dba")));

        assertThat(claims(NAMES).login(token))
                .isEqualTo(
                        new Login.Accepted(
                                "bob",
                                true,
                                "claude-code",
                                new TreeSet<>(List.of("dba", "viewer"))));
    }

    @Test
    void whoeverHasNoAgentIsTheirOwn() {
        assertThat(claims(NAMES).login(Map.of("preferred_username", "bob")))
                .isEqualTo(new Login.Accepted("bob", true));
    }

    @Test
    void aTokenThatNamesNobodyIsNobodys() {
        assertThat(status(claims(NAMES).login(Map.of("sub", "1")))).isEqualTo(401);
        assertThat(status(claims(NAMES).login(Map.of("preferred_username", " ")))).isEqualTo(401);
        assertThat(status(claims(NAMES).login(Map.of("preferred_username", "a\nb"))))
                .isEqualTo(401);
        assertThat(status(claims(NAMES).login(Map.of("preferred_username", List.of("bob")))))
                .isEqualTo(401);
    }

    @Test
    void whoeverLacksAScopeIsToldAllThatAreNeeded() {
        Claims claims =
                claims(new ClaimNames("sub", "azp", "roles", List.of("mcp:tools", "mcp:read")));

        Login.Known short1 = claims.login(Map.of("sub", "bob", "scope", "openid mcp:read"));

        assertThat(status(short1)).isEqualTo(403);
        assertThat(((Login.Denied) short1).rejection().headers().getFirst().value())
                .contains("insufficient_scope", "scope=\"mcp:tools mcp:read\"");
        assertThat(claims.login(Map.of("sub", "bob", "scope", "mcp:read mcp:tools")))
                .isInstanceOf(Login.Accepted.class);
        assertThat(claims.login(Map.of("sub", "b", "scp", List.of("mcp:read", "mcp:tools"))))
                .isInstanceOf(Login.Accepted.class);
    }

    @Test
    void moreRolesThanACallerMayHaveAreRefused() {
        List<String> roles = IntStream.range(0, 65).mapToObj(Integer::toString).toList();

        assertThat(
                        status(
                                claims(NAMES)
                                        .login(
                                                Map.of(
                                                        "preferred_username",
                                                        "bob",
                                                        "realm_access",
                                                        Map.of("roles", roles)))))
                .isEqualTo(401);
    }

    @Test
    void rolesOfTheMappingCount() {
        Claims claims = new Claims(NAMES, token -> new TreeSet<>(List.of("mapped")));

        assertThat(claims.login(Map.of("preferred_username", "bob")))
                .isEqualTo(
                        new Login.Accepted("bob", true, "bob", new TreeSet<>(List.of("mapped"))));
    }

    private static Claims claims(ClaimNames names) {
        return new Claims(names, token -> Collections.emptySortedSet());
    }

    private static int status(Login.Known known) {
        return known instanceof Login.Denied(Rejection why) ? why.status() : 200;
    }
}
