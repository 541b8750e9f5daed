package io.agentgate.cluster.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.cluster.bundle.RoleMapping.Grant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoleMappingTest {
    private static RoleMapping mapping(String... claims) {
        return new RoleMapping(
                Arrays.stream(claims)
                        .map(claim -> claim.split(" gives ", -1))
                        .map(both -> Grant.parse(both[0], both[1]))
                        .toList());
    }

    @Test
    void claimOrOneOfItsElementsGivesTheRole() {
        RoleMapping mapping =
                mapping(
                        "realm_access/roles=dba gives dba",
                        "department=data gives analyst",
                        "level=3 gives senior",
                        "staff=true gives staff");

        assertThat(mapping.of(Map.of("realm_access", Map.of("roles", List.of("x", "dba")))))
                .containsExactly("dba");
        assertThat(mapping.of(Map.of("department", "data", "level", 3, "staff", true)))
                .containsExactly("analyst", "senior", "staff");
    }

    @Test
    void rolesComeOnceAndInOrder() {
        assertThat(
                        mapping("a=1 gives z", "b=1 gives a", "c=1 gives z")
                                .of(Map.of("a", "1", "b", "1", "c", "1")))
                .containsExactly("a", "z");
    }

    @Test
    void otherClaimsGiveNothing() {
        RoleMapping mapping = mapping("realm_access/roles=dba gives dba");
        Map<String, Object> withNull = new HashMap<>();
        withNull.put("realm_access", null);

        assertThat(mapping.of(Map.of())).isEmpty();
        assertThat(mapping.of(withNull)).isEmpty();
        assertThat(mapping.of(Map.of("realm_access", "dba"))).isEmpty();
        assertThat(mapping.of(Map.of("realm_access", List.of("dba")))).isEmpty();
        assertThat(mapping.of(Map.of("realm_access", Map.of("roles", "dba2")))).isEmpty();
        assertThat(mapping.of(Map.of("realm_access", Map.of("roles", Map.of("dba", "dba")))))
                .isEmpty();
        assertThat(mapping.of(Map.of("realm_access", Map.of("roles", List.of(List.of("dba"))))))
                .isEmpty();
        assertThat(mapping.of(Map.of("roles", List.of("dba")))).isEmpty();
        assertThat(mapping.of(Map.of("realm_access/roles", "dba"))).isEmpty();
    }

    @Test
    void valueMayHoldAnEqualsSignAndSlashes() {
        assertThat(mapping("group=cn=dba/x gives dba").of(Map.of("group", List.of("cn=dba/x"))))
                .containsExactly("dba");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "=", "a", "a=", "=b", "/=b", "a/=b", "a//b=c", "/a=b"})
    void whatIsNotPathAndValueIsNoGrant(String claim) {
        assertThat(Grant.parse(claim, "role")).isNull();
    }
}
