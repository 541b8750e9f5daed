package io.agentgate.dashboardservice.signin;

import io.agentgate.dashboard.Right;
import java.util.EnumSet;
import java.util.Set;

/**
 * What roles may do, so that pages show nobody what the services would refuse. The services decide.
 */
final class RoleRights {
    private RoleRights() {}

    /** The rights of somebody who has these roles; none where none is one of ours. */
    static Set<Right> of(Set<String> roles) {
        Set<Right> rights = EnumSet.noneOf(Right.class);
        for (String role : roles) {
            rights.addAll(
                    switch (role) {
                        case "viewer" -> EnumSet.of(Right.READ);
                        case "auditor" -> EnumSet.of(Right.READ, Right.READ_CONTENTS);
                        case "editor" ->
                                EnumSet.of(Right.READ, Right.WRITE_POLICY, Right.ACTIVATE_POLICY);
                        case "approver" ->
                                EnumSet.of(Right.READ, Right.ACTIVATE_POLICY, Right.STOP_CALLS);
                        case "admin" -> EnumSet.allOf(Right.class);
                        default -> EnumSet.noneOf(Right.class);
                    });
        }
        return rights;
    }
}
