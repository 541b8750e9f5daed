package io.agentgate.cli.composition;

import io.agentgate.cli.terminal.Table;
import io.agentgate.cli.voice.Voice;
import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.AuditSink;
import io.agentgate.gateway.audit.AuditSinkException;
import io.agentgate.gateway.audit.CallOrigin;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * An audit sink that also says of each call what became of it, at the level debug; and at the usual
 * level of the first message that was dropped, since whoever waits for it would look elsewhere.
 */
final class SpokenCalls implements AuditSink {
    private static final double NANOS_PER_MILLI = 1e6;

    /** What is said as it happens, at a level above debug. */
    private static final Set<String> SAID =
            Set.of(
                    "policy_loaded",
                    "policy_refused",
                    "config_loaded",
                    "config_refused",
                    "switches_loaded",
                    "switches_refused");

    private final AuditSink store;
    private final Voice voice;
    private boolean saidDropped;

    SpokenCalls(AuditSink store, Voice voice) {
        this.store = store;
        this.voice = voice;
    }

    @Override
    public void deliver(List<AuditEvent> events) throws AuditSinkException {
        store.deliver(events);
        if (voice.debugs()) {
            events.stream()
                    .filter(event -> !isSaidAlready(event))
                    .forEach(event -> voice.debug(Table.printable(words(event))));
        } else if (!saidDropped) {
            events.forEach(this::sayDropped);
        }
    }

    private void sayDropped(AuditEvent event) {
        if (!saidDropped
                && event instanceof AuditEvent.Noted noted
                && noted.kind().equals("message_dropped")) {
            saidDropped = true;
            voice.warn(
                    Table.printable(
                            "warning: a message is dropped: "
                                    + noted.detail().replace('\n', ' ')
                                    + "; more are noted, and said with log_level = \"debug\""));
        }
    }

    private static boolean isSaidAlready(AuditEvent event) {
        return event instanceof AuditEvent.Noted noted && SAID.contains(noted.kind());
    }

    private static String words(AuditEvent event) {
        return switch (event) {
            case AuditEvent.CallDecided decided -> words(decided);
            case AuditEvent.CallSettled settled ->
                    String.format(
                            Locale.ROOT,
                            "call %s ended: %s after %.1f ms",
                            settled.decisionId(),
                            settled.status().word(),
                            settled.latencyNanos() / NANOS_PER_MILLI);
            case AuditEvent.Noted noted ->
                    "note " + noted.kind() + ": " + noted.detail().replace('\n', ' ');
        };
    }

    private static String words(AuditEvent.CallDecided decided) {
        CallOrigin origin = decided.origin();
        String rule = decided.basis().rule();
        return "call %s, %s of %s by %s: %s%s"
                .formatted(
                        decided.decisionId(),
                        origin.tool(),
                        origin.server(),
                        origin.agent(),
                        decided.basis().decision().name().toLowerCase(Locale.ROOT),
                        rule == null ? "" : ", rule " + rule);
    }

    @Override
    public void closeOpenCalls(String writer) throws AuditSinkException {
        store.closeOpenCalls(writer);
    }

    @Override
    public void close() {
        store.close();
    }
}
