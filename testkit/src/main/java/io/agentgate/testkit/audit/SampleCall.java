package io.agentgate.testkit.audit;

import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.CallDecision;
import io.agentgate.gateway.audit.CallEnd;
import io.agentgate.gateway.audit.CallOrigin;
import io.agentgate.gateway.audit.CallStatus;
import io.agentgate.gateway.audit.DecisionBasis;
import io.agentgate.gateway.audit.Evaluation;
import io.agentgate.gateway.audit.Payload;
import io.agentgate.gateway.audit.Redactions;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A made-up call to build the events of: allowed unless said otherwise, one millisecond after the
 * call numbered before it, and different from it in every field that may differ.
 *
 * <p>Immutable: each {@code with} method gives another sample.
 */
public record SampleCall(
        String writer,
        int number,
        String server,
        String tool,
        CallDecision decision,
        Instant time,
        @Nullable Payload arguments) {
    /** When the call numbered 0 was decided. */
    public static final Instant START = Instant.parse("2026-11-20T12:00:00.000123Z");

    /** Time between a decision and its outcome. */
    public static final Duration LATENCY = Duration.ofNanos(1_234_567);

    /** The call of that number of the writer {@code w1}. */
    public static SampleCall numbered(int number) {
        return new SampleCall(
                "w1",
                number,
                "files",
                "read_file",
                CallDecision.ALLOWED,
                START.plusMillis(number),
                payload("{\"path\":\"/tmp/ä-" + number + "\"}"));
    }

    /** The key of the payloads' proofs. */
    public static byte[] key() {
        return "thirty-two bytes that nobody hid".getBytes(StandardCharsets.US_ASCII);
    }

    /** A whole payload with its proof. */
    public static Payload payload(String json) {
        byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key(), "HmacSHA256"));
            return new Payload(utf8, utf8.length, mac.doFinal(utf8));
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    public SampleCall withWriter(String newWriter) {
        return new SampleCall(newWriter, number, server, tool, decision, time, arguments);
    }

    public SampleCall withServer(String newServer) {
        return new SampleCall(writer, number, newServer, tool, decision, time, arguments);
    }

    public SampleCall withTool(String newTool) {
        return new SampleCall(writer, number, server, newTool, decision, time, arguments);
    }

    public SampleCall withDecision(CallDecision newDecision) {
        return new SampleCall(writer, number, server, tool, newDecision, time, arguments);
    }

    public SampleCall withTime(Instant newTime) {
        return new SampleCall(writer, number, server, tool, decision, newTime, arguments);
    }

    public SampleCall withArguments(@Nullable Payload newArguments) {
        return new SampleCall(writer, number, server, tool, decision, time, newArguments);
    }

    public String decisionId() {
        return writer + "-" + number;
    }

    /** The event of the call's decision. */
    public AuditEvent.CallDecided decided() {
        boolean refused = decision != CallDecision.ALLOWED;
        return new AuditEvent.CallDecided(
                decisionId(),
                time,
                new CallOrigin(
                        "session-" + number,
                        "agent-" + number,
                        "caller-" + number,
                        server,
                        tool,
                        number % 2 == 0 ? String.valueOf(number) : "\"id-" + number + "\""),
                new DecisionBasis(
                        decision,
                        refused ? "rule-" + number : null,
                        refused ? "because of rule-" + number : null,
                        "revision-7",
                        redactions("hide-arguments"),
                        evaluation()),
                arguments);
    }

    /** Three calls of four say how they were evaluated; redacted ones and others are among them. */
    private @Nullable Evaluation evaluation() {
        return number % 4 == 1
                ? null
                : Evaluation.ofText(
                        "{\"rules\":[{\"rule\":\"rüle-"
                                + number
                                + "\",\"effect\":\"redact\",\"condition\":\"true\"}]}");
    }

    /** Every other call is redacted both ways, by a rule of its own and one for all. */
    private Redactions redactions(String rule) {
        return number % 2 == 0
                ? new Redactions(List.of(rule + "-" + number, "hide-all"))
                : Redactions.NONE;
    }

    /** The event of the call's good end. */
    public AuditEvent.CallSettled settled() {
        return settled(CallStatus.ALLOWED, null);
    }

    /** The event of the call's end. */
    public AuditEvent.CallSettled settled(CallStatus status, @Nullable String reason) {
        return new AuditEvent.CallSettled(
                decisionId(),
                time.plus(LATENCY.truncatedTo(ChronoUnit.MICROS)),
                decided().origin().session(),
                new CallEnd(status, reason, redactions("hide-result")),
                LATENCY.toNanos(),
                payload("{\"content\":[{\"type\":\"text\",\"text\":\"✓ " + number + "\"}]}"));
    }
}
