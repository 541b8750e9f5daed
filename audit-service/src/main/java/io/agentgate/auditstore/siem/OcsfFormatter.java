package io.agentgate.auditstore.siem;

import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.AuditEvent.CallDecided;
import io.agentgate.gateway.audit.AuditEvent.CallSettled;
import io.agentgate.gateway.audit.AuditEvent.Noted;
import io.agentgate.gateway.audit.CallOrigin;
import io.agentgate.gateway.audit.DecisionBasis;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The formatter of OCSF events: calls are API Activity, notes Application Lifecycle or Base Event.
 *
 * @see <a href="https://schema.ocsf.io/1.7.0/classes/api_activity">API Activity</a>
 */
public final class OcsfFormatter implements SiemFormatter {
    /** The version of the schema. */
    static final String SCHEMA = "1.7.0";

    private static final String PRODUCT = "AgentGate";

    private final String version;

    /**
     * A formatter.
     *
     * @param version of the product, as the events name it
     */
    public OcsfFormatter(String version) {
        this.version = version;
    }

    @Override
    public byte[] format(AuditEvent event) {
        Headline headline = Headline.of(event);
        Members json = new Members();
        OcsfClass kind = OcsfClass.of(event);
        json.number("category_uid", kind.category()).number("class_uid", kind.uid());
        json.number("activity_id", kind.activity());
        json.text("activity_name", kind.named() ? null : headline.code());
        json.number("type_uid", kind.type());
        json.number("time", Headline.millis(event.time()));
        json.number("severity_id", headline.severity().ocsf());
        switch (event) {
            case CallDecided decided -> {
                metadata(json, headline, decided.decisionId(), "security_control");
                decided(json, headline, decided);
            }
            case CallSettled settled -> {
                metadata(json, headline, settled.decisionId(), null);
                settled(json, headline, settled);
            }
            case Noted noted -> {
                metadata(json, headline, null, null);
                noted(json, kind, noted);
            }
        }
        return json.toBytes();
    }

    private void metadata(
            Members json,
            Headline headline,
            @Nullable String correlation,
            @Nullable String profile) {
        json.begin("metadata").text("version", SCHEMA);
        product(json, "product");
        if (profile != null) {
            json.texts("profiles", profile);
        }
        json.text("uid", headline.uid()).text("event_code", headline.code());
        json.text("correlation_uid", correlation).end();
    }

    private void product(Members json, String name) {
        json.begin(name).text("name", PRODUCT).text("vendor_name", PRODUCT);
        json.text("version", version).end();
    }

    private static void decided(Members json, Headline headline, CallDecided decided) {
        CallOrigin origin = decided.origin();
        DecisionBasis basis = decided.basis();
        status(json, headline, Headline.word(basis.decision()), basis.reason());
        disposition(json, basis);
        json.begin("actor").text("app_name", origin.agent());
        json.begin("user").text("name", origin.caller()).end();
        json.begin("session").text("uid", origin.session()).end().end();
        json.begin("api").text("operation", origin.tool());
        json.begin("request").text("uid", decided.decisionId()).end();
        json.begin("service").text("name", origin.server()).end().end();
        json.begin("src_endpoint").text("uid", origin.session());
        json.text("name", origin.agent()).end();
        json.begin("unmapped").text("policy_revision", basis.revision());
        json.text("request_id", origin.requestId());
        json.size("arguments_bytes", decided.arguments()).end();
    }

    private static void disposition(Members json, DecisionBasis basis) {
        switch (basis.decision()) {
            case ALLOWED -> json.number("action_id", 1).number("disposition_id", 1);
            case DENIED -> json.number("action_id", 2).number("disposition_id", 2);
            case RATE_LIMITED -> json.number("action_id", 2).number("disposition_id", 25);
            case FAILED -> json.number("action_id", 2).number("disposition_id", 27);
        }
        if (basis.rule() != null) {
            json.begin("policy").text("name", basis.rule()).end();
        }
    }

    /** The outcome knows its call by id only; the schema demands an operation all the same. */
    private static void settled(Members json, Headline headline, CallSettled settled) {
        status(json, headline, settled.status().word(), settled.reason());
        json.number("duration", TimeUnit.NANOSECONDS.toMillis(settled.latencyNanos()));
        json.begin("actor").begin("session").text("uid", settled.session()).end().end();
        json.begin("api").text("operation", "Unknown");
        json.begin("request").text("uid", settled.decisionId()).end().end();
        json.begin("src_endpoint").text("uid", settled.session()).end();
        json.begin("unmapped").number("latency_nanos", settled.latencyNanos());
        json.size("result_bytes", settled.result()).end();
    }

    private static void status(
            Members json, Headline headline, String code, @Nullable String detail) {
        json.text("message", headline.title());
        json.number("status_id", headline.outcome().ocsf());
        json.text("status_code", code).text("status_detail", detail);
    }

    private void noted(Members json, OcsfClass kind, Noted noted) {
        json.text("message", noted.detail());
        if (kind.ofApplication()) {
            product(json, "app");
        }
        if (noted.session() != null) {
            json.begin("unmapped").text("session", noted.session()).end();
        }
    }
}
