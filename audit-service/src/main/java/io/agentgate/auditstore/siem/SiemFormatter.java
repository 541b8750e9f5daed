package io.agentgate.auditstore.siem;

import io.agentgate.gateway.audit.AuditEvent;

/** A way to say an audit event to a security information system; a pure function. */
@FunctionalInterface
public interface SiemFormatter {

    /** Returns the event as one line of UTF-8 without a line end. */
    byte[] format(AuditEvent event);
}
