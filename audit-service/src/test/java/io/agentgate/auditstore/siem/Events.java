package io.agentgate.auditstore.siem;

import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.AuditEvent.CallDecided;
import io.agentgate.gateway.audit.AuditEvent.CallSettled;
import io.agentgate.gateway.audit.AuditEvent.Noted;
import io.agentgate.gateway.audit.CallDecision;
import io.agentgate.gateway.audit.CallOrigin;
import io.agentgate.gateway.audit.CallStatus;
import io.agentgate.gateway.audit.DecisionBasis;
import io.agentgate.gateway.audit.Payload;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The events that the formats are tested with. */
final class Events {
    static final String VERSION = "0.1.0";

    /** What no SIEM may ever be told. */
    static final String SECRET = "correct-horse-battery-staple";

    static final Instant TIME = Instant.parse("2026-11-26T12:00:00.123456789Z");

    private static final String ID = "1jk2m4p8q0vabcdef-17";

    private static final DecisionBasis DENIED =
            new DecisionBasis(
                    CallDecision.DENIED, "no-deletes", "deletes are forbidden", "9f2c1a7b");

    private Events() {}

    static CallDecided allowed() {
        return new CallDecided(
                ID,
                TIME,
                new CallOrigin("s-1", "claude-code", "bob", "workshop", "read_file", "4"),
                new DecisionBasis(CallDecision.ALLOWED, null, null, "9f2c1a7b"),
                payload());
    }

    static CallDecided denied() {
        return ofTool("delete_file");
    }

    static CallDecided ofTool(String tool) {
        return new CallDecided(
                ID,
                TIME,
                new CallOrigin("s-1", "claude-code", "bob", "workshop", tool, null),
                DENIED,
                null);
    }

    static CallDecided refused(CallDecision decision) {
        return new CallDecided(
                ID,
                TIME,
                denied().origin(),
                new DecisionBasis(decision, "global", "enough", "9f2c1a7b"),
                null);
    }

    static CallSettled answered() {
        return new CallSettled(ID, TIME, "s-1", CallStatus.ALLOWED, null, 2_500_000, payload());
    }

    static CallSettled ended(CallStatus status) {
        return new CallSettled(ID, TIME, "s-1", status, "the server said no", 2_500_000, null);
    }

    static Noted note() {
        return new Noted("1jk2m4p8q0vabcdef-18", TIME, "login_failed", "s-1", "from 192.0.2.7");
    }

    static Noted noteOfKind(String kind) {
        return new Noted("1jk2m4p8q0vabcdef-19", TIME, kind, null, "revision 7");
    }

    /** Every kind of event with one text in every place where text from outside can stand. */
    static List<AuditEvent> full(String text) {
        CallOrigin origin = new CallOrigin(text, text, text, text, text, text);
        List<AuditEvent> events = new ArrayList<>();
        for (CallDecision decision : CallDecision.values()) {
            DecisionBasis basis = new DecisionBasis(decision, text, text, text);
            events.add(new CallDecided(text, TIME, origin, basis, payload()));
        }
        for (CallStatus status : CallStatus.values()) {
            events.add(new CallSettled(text, TIME, text, status, text, 1, payload()));
        }
        events.add(new Noted(text, TIME, text, text, text));
        return events;
    }

    /** All characters that could be taken for the end of something, and some pairs of them. */
    static String hostile() {
        StringBuilder text =
                new StringBuilder("x\r\n\\\n=|\\=\\|\"}{\u2028\u2029\uD800 act=allowed|");
        IntStream.range(0, 0xA0).forEach(unit -> text.append((char) unit));
        return text.append('\\').toString();
    }

    static String line(SiemFormatter formatter, AuditEvent event) {
        return new String(formatter.format(event), StandardCharsets.UTF_8);
    }

    private static Payload payload() {
        byte[] text = ("{\"password\":\"" + SECRET + "\"}").getBytes(StandardCharsets.UTF_8);
        return new Payload(text, 100_000, new byte[32]);
    }
}
