package io.agentgate.auditstore.calls;

/** A call as a page has it: by itself, or with its events. */
public sealed interface Listed permits Call, CallWithEvents {}
