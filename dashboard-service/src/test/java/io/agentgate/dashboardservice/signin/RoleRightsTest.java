package io.agentgate.dashboardservice.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.dashboard.Right;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoleRightsTest {
    @Test
    void rolesOfOthersGiveNothing() {
        assertThat(RoleRights.of(Set.of("dba", "ADMIN", "offline_access"))).isEmpty();
        assertThat(RoleRights.of(Set.of())).isEmpty();
    }

    @Test
    void rightsOfSeveralRolesComeTogether() {
        assertThat(RoleRights.of(Set.of("auditor", "approver", "dba")))
                .containsExactlyInAnyOrder(
                        Right.READ, Right.READ_CONTENTS, Right.ACTIVATE_POLICY, Right.STOP_CALLS);
    }

    @Test
    void administratorsMayDoAllOfIt() {
        assertThat(RoleRights.of(Set.of("admin"))).isEqualTo(EnumSet.allOf(Right.class));
    }

    @Test
    void viewersReadAndSeeNothingOfWhatCallsWereAbout() {
        assertThat(RoleRights.of(Set.of("viewer"))).containsExactly(Right.READ);
    }
}
