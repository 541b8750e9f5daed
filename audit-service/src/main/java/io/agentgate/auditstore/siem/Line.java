package io.agentgate.auditstore.siem;

/**
 * An event as a SIEM is told of it.
 *
 * @param id of the event, as it is on the audit stream
 * @param text UTF-8 without a line end
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared by its bytes.
record Line(String id, byte[] text) {}
