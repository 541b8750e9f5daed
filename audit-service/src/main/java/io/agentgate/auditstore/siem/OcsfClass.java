package io.agentgate.auditstore.siem;

import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.AuditEvent.CallDecided;
import io.agentgate.gateway.audit.AuditEvent.CallSettled;
import io.agentgate.gateway.audit.AuditEvent.Noted;

/**
 * A class of OCSF events, and the activity in it.
 *
 * @param category {@code category_uid}
 * @param uid {@code class_uid}
 * @param activity {@code activity_id}
 */
record OcsfClass(int category, int uid, int activity) {
    private static final int APPLICATION = 6;
    private static final int LIFECYCLE = 6002;
    private static final int API_ACTIVITY = 6003;
    private static final int START = 3;
    private static final int UPDATE = 8;
    private static final int OTHER = 99;

    private static final OcsfClass CALL = new OcsfClass(APPLICATION, API_ACTIVITY, OTHER);
    private static final OcsfClass BASE = new OcsfClass(0, 0, OTHER);

    /** The class of an event. What a tool does is its server's secret: a call is no CRUD. */
    static OcsfClass of(AuditEvent event) {
        return switch (event) {
            case CallDecided _, CallSettled _ -> CALL;
            case Noted noted ->
                    switch (noted.kind()) {
                        case "proxy_started" -> new OcsfClass(APPLICATION, LIFECYCLE, START);
                        case "policy_loaded" -> new OcsfClass(APPLICATION, LIFECYCLE, UPDATE);
                        default -> BASE;
                    };
        };
    }

    /** {@code type_uid}. */
    int type() {
        return uid * 100 + activity;
    }

    /** Whether the schema has a name for the activity. */
    boolean named() {
        return activity != OTHER;
    }

    /** Whether it demands the application that it is about. */
    boolean ofApplication() {
        return uid == LIFECYCLE;
    }
}
