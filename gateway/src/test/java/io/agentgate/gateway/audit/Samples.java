package io.agentgate.gateway.audit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** Events to write and to compare with. */
public final class Samples {
    public static final Instant NOON = Instant.parse("2026-11-20T12:00:00.123456789Z");

    private Samples() {}

    /** A decision whose every field depends on the number. */
    public static AuditEvent.CallDecided decided(String writer, int number, Payload arguments) {
        return new AuditEvent.CallDecided(
                writer + "-" + number,
                NOON.plusMillis(number),
                new CallOrigin("s" + number, "agent", "caller", "server", "tool", "" + number),
                new DecisionBasis(
                        CallDecision.ALLOWED,
                        "rule-" + number,
                        null,
                        "revision",
                        new Redactions(List.of("hide-" + number, "hide-all"))),
                arguments);
    }

    public static AuditEvent.CallDecided decided(int number) {
        return decided("w1", number, payload("{\"n\":" + number + "}"));
    }

    /** A decision whose encoding is a little longer than {@code bytes}. */
    public static AuditEvent.CallDecided sized(int number, int bytes) {
        byte[] head = new byte[bytes];
        Arrays.fill(head, (byte) ('a' + number % 26));
        return decided("w1", number, new Payload(head, bytes, null));
    }

    public static AuditEvent.CallSettled settled(int number) {
        return new AuditEvent.CallSettled(
                "w1-" + number,
                NOON.plusSeconds(number),
                "s" + number,
                new CallEnd(CallStatus.ERROR, "because", new Redactions(List.of("hide-" + number))),
                42L * number,
                payload("{\"isError\":true}"));
    }

    public static AuditEvent.Noted noted(int number) {
        return new AuditEvent.Noted("w1-" + number, NOON, "kind", "s1", "detail ü " + number);
    }

    public static Payload payload(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return new Payload(utf8, utf8.length, new byte[] {1, 2, 3});
    }
}
