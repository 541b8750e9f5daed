package io.agentgate.auditstore.siem;

import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.AuditEvent.CallDecided;
import io.agentgate.gateway.audit.AuditEvent.CallSettled;
import io.agentgate.gateway.audit.AuditEvent.Noted;
import io.agentgate.gateway.audit.CallDecision;
import io.agentgate.gateway.audit.CallOrigin;
import io.agentgate.gateway.audit.DecisionBasis;

/**
 * The formatter of ECS documents; what the schema has no field for stands under {@code agentgate}.
 *
 * @see <a href="https://www.elastic.co/guide/en/ecs/8.17/ecs-event.html">Event fields</a>
 */
public final class EcsFormatter implements SiemFormatter {
    /** The version of the schema. */
    static final String SCHEMA = "8.17.0";

    private static final String PRODUCT = "AgentGate";

    private final String version;

    /**
     * A formatter.
     *
     * @param version of the product, as the events name it
     */
    public EcsFormatter(String version) {
        this.version = version;
    }

    @Override
    public byte[] format(AuditEvent event) {
        Headline headline = Headline.of(event);
        Members json = new Members();
        json.text("@timestamp", event.time().toString());
        json.begin("ecs").text("version", SCHEMA).end();
        json.begin("observer").text("vendor", PRODUCT).text("product", PRODUCT);
        json.text("version", version).text("type", "proxy").end();
        json.begin("event").text("kind", "event").text("id", headline.uid());
        json.text("action", headline.code());
        json.number("severity", headline.severity().ocsf());
        switch (event) {
            case CallDecided decided -> decided(json, headline, decided);
            case CallSettled settled -> settled(json, headline, settled);
            case Noted noted -> noted(json, noted);
        }
        return json.toBytes();
    }

    private static void decided(Members json, Headline headline, CallDecided decided) {
        CallOrigin origin = decided.origin();
        DecisionBasis basis = decided.basis();
        boolean allowed = basis.decision() == CallDecision.ALLOWED;
        json.texts("category", "api").texts("type", "access", allowed ? "allowed" : "denied");
        json.text("outcome", headline.outcome().word()).text("reason", basis.reason()).end();
        json.text("message", headline.title());
        json.begin("user").text("name", origin.caller()).end();
        if (basis.rule() != null) {
            json.begin("rule").text("name", basis.rule()).end();
        }
        json.begin("service").text("name", origin.server()).end();
        json.begin("agentgate").text("decision_id", decided.decisionId());
        json.text("decision", Headline.word(basis.decision()));
        json.text("session", origin.session()).text("agent", origin.agent());
        json.text("tool", origin.tool()).text("request_id", origin.requestId());
        json.text("policy_revision", basis.revision());
        json.size("arguments_bytes", decided.arguments()).end();
    }

    private static void settled(Members json, Headline headline, CallSettled settled) {
        json.texts("category", "api").texts("type", "access", "end");
        json.text("outcome", headline.outcome().word()).text("reason", settled.reason());
        json.number("duration", settled.latencyNanos()).end();
        json.text("message", headline.title());
        json.begin("agentgate").text("decision_id", settled.decisionId());
        json.text("status", settled.status().word()).text("session", settled.session());
        json.size("result_bytes", settled.result()).end();
    }

    private static void noted(Members json, Noted noted) {
        switch (noted.kind()) {
            case "policy_loaded" -> json.texts("category", "configuration").texts("type", "change");
            case "proxy_started" -> json.texts("category", "process").texts("type", "start");
            case "login_failed" -> {
                json.texts("category", "authentication").texts("type", "start");
                json.text("outcome", Outcome.FAILURE.word());
            }
            default -> json.texts("type", "info");
        }
        json.end().text("message", noted.detail());
        if (noted.session() != null) {
            json.begin("agentgate").text("session", noted.session()).end();
        }
    }
}
