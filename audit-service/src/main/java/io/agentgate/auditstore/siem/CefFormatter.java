package io.agentgate.auditstore.siem;

import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.AuditEvent.CallDecided;
import io.agentgate.gateway.audit.AuditEvent.CallSettled;
import io.agentgate.gateway.audit.AuditEvent.Noted;
import io.agentgate.gateway.audit.CallOrigin;
import io.agentgate.gateway.audit.DecisionBasis;

/** The formatter of CEF lines, version 0, without a syslog header. */
public final class CefFormatter implements SiemFormatter {
    private static final String PRODUCT = "AgentGate";

    private final String version;

    /**
     * A formatter.
     *
     * @param version of the product, as the events name it
     */
    public CefFormatter(String version) {
        this.version = version;
    }

    @Override
    public byte[] format(AuditEvent event) {
        Headline headline = Headline.of(event);
        CefLine line = new CefLine();
        line.header("CEF:0").header(PRODUCT).header(PRODUCT).header(version);
        line.header(headline.code()).header(headline.title());
        line.header(Integer.toString(headline.severity().cef()));
        line.field("rt", Headline.millis(event.time()));
        switch (event) {
            case CallDecided decided -> decided(line, headline, decided);
            case CallSettled settled -> settled(line, headline, settled);
            case Noted noted -> {
                line.field("externalId", noted.id()).field("msg", noted.detail());
                line.labelled("cs4", "session", noted.session());
            }
        }
        return line.toBytes();
    }

    private static void decided(CefLine line, Headline headline, CallDecided decided) {
        CallOrigin origin = decided.origin();
        DecisionBasis basis = decided.basis();
        line.field("externalId", decided.decisionId()).field("suser", origin.caller());
        line.field("destinationServiceName", origin.server());
        line.field("act", Headline.word(basis.decision()));
        line.field("outcome", headline.outcome().word()).field("reason", basis.reason());
        line.size("in", decided.arguments());
        line.labelled("cs1", "rule", basis.rule()).labelled("cs2", "tool", origin.tool());
        line.labelled("cs3", "agent", origin.agent()).labelled("cs4", "session", origin.session());
        line.labelled("cs5", "policyRevision", basis.revision());
        line.labelled("cs6", "requestId", origin.requestId());
    }

    private static void settled(CefLine line, Headline headline, CallSettled settled) {
        line.field("externalId", settled.decisionId());
        line.field("outcome", headline.outcome().word()).field("reason", settled.reason());
        line.size("out", settled.result());
        line.labelled("cs4", "session", settled.session());
        line.labelled("flexString1", "status", settled.status().word());
        line.labelled("cn1", "latencyNanos", Long.toString(settled.latencyNanos()));
    }
}
