package io.agentgate.testkit.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.agentgate.gateway.Clocks;
import io.agentgate.gateway.Gatekeeper;
import io.agentgate.gateway.Recorder;
import io.agentgate.gateway.Ruling;
import io.agentgate.gateway.access.AccessGuard;
import io.agentgate.gateway.arguments.ArgumentGuard;
import io.agentgate.gateway.arguments.ArgumentSchemas;
import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.DecisionBasis;
import io.agentgate.gateway.audit.Payload;
import io.agentgate.gateway.call.Session;
import io.agentgate.gateway.call.SessionIdentity;
import io.agentgate.gateway.journal.Journal;
import io.agentgate.gateway.journal.JournalReader;
import io.agentgate.gateway.journal.JournalSettings;
import io.agentgate.gateway.journal.WriterDirectory;
import io.agentgate.gateway.quota.ConcurrencyGuard;
import io.agentgate.gateway.quota.ConcurrencyLedger;
import io.agentgate.gateway.quota.QuotaGuard;
import io.agentgate.gateway.quota.QuotaLedger;
import io.agentgate.gateway.quota.RateLimits;
import io.agentgate.gateway.redact.Capture;
import io.agentgate.gateway.redact.CaptureSettings;
import io.agentgate.gateway.redact.RedactionGuard;
import io.agentgate.policy.PolicySet;
import io.agentgate.policy.text.PolicyText;
import io.agentgate.protocol.Frame;
import io.agentgate.testkit.time.FixedClock;
import io.agentgate.testkit.time.ManualTicker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** No transport at all: the gatekeeper is asked in this process, and the server is a list. */
public final class DirectTransport implements Transport {
    private final Supplier<QuotaLedger> ledgers;
    private final Supplier<ConcurrencyLedger> inFlight;
    private final ArgumentSchemas schemas;

    /**
     * @param ledgers gives an empty ledger for each scenario
     * @param inFlight gives one that counts no call yet
     * @param schemas what arguments are validated by
     */
    public DirectTransport(
            Supplier<QuotaLedger> ledgers,
            Supplier<ConcurrencyLedger> inFlight,
            ArgumentSchemas schemas) {
        this.ledgers = ledgers;
        this.inFlight = inFlight;
        this.schemas = schemas;
    }

    @Override
    public Played play(Scenario scenario, Path scratch) throws Exception {
        PolicySet policies = PolicyText.parse(scenario.policy(), "policy.toml");
        Clocks clocks = new Clocks(new FixedClock(), new ManualTicker());
        byte[] key = new byte[32];
        try (Journal journal =
                        new Journal(
                                WriterDirectory.create(scratch, "direct", "none"),
                                JournalSettings.ofOneSession());
                JournalReader reader = journal.reader()) {
            Recorder recorder =
                    new Recorder(
                            journal,
                            new Capture(CaptureSettings.ALL, () -> key),
                            clocks,
                            problem -> {
                                throw new AssertionError(problem);
                            });
            Gatekeeper gatekeeper =
                    new Gatekeeper(
                            () -> policies,
                            List.of(
                                    new AccessGuard(),
                                    new ArgumentGuard(
                                            schemas,
                                            scenario.validated() ? Set.of("server") : Set.of()),
                                    new ConcurrencyGuard(inFlight.get()),
                                    new QuotaGuard(ledgers.get(), RateLimits.NONE),
                                    new RedactionGuard()),
                            recorder,
                            clocks);
            Conversation conversation = new Conversation(gatekeeper, scenario);
            List<List<String>> client = new ArrayList<>();
            for (String message : scenario.messages()) {
                client.add(conversation.say(message));
            }
            List<AuditEvent> events = new ArrayList<>();
            for (List<AuditEvent> more = reader.read(); !more.isEmpty(); more = reader.read()) {
                events.addAll(more);
            }
            return new Played(client, conversation.upstream, rows(events));
        }
    }

    private static List<AuditRow> rows(List<AuditEvent> events) {
        Map<String, AuditEvent.CallSettled> outcomes = new LinkedHashMap<>();
        List<AuditRow> rows = new ArrayList<>();
        for (AuditEvent event : events) {
            if (event instanceof AuditEvent.CallSettled settled) {
                outcomes.put(settled.decisionId(), settled);
            }
        }
        for (AuditEvent event : events) {
            if (event instanceof AuditEvent.CallDecided decided) {
                rows.add(row(decided, outcomes.get(decided.decisionId())));
            }
        }
        return rows;
    }

    private static AuditRow row(
            AuditEvent.CallDecided decided, AuditEvent.@Nullable CallSettled outcome) {
        DecisionBasis basis = decided.basis();
        Map<String, @Nullable String> members = new LinkedHashMap<>();
        members.put("tool", decided.origin().tool());
        members.put(
                "status",
                (outcome == null ? basis.decision().statusUntilSettled() : outcome.status())
                        .word());
        members.put("rule", basis.rule());
        members.put("reason", outcome == null ? basis.reason() : outcome.reason());
        members.put("arguments", text(decided.arguments()));
        members.put("result", outcome == null ? null : text(outcome.result()));
        members.put("request", decided.origin().requestId());
        return new AuditRow(members);
    }

    private static @Nullable String text(@Nullable Payload payload) {
        return payload == null ? null : payload.text();
    }

    /** One session between a client that is asked and a server that is scripted. */
    private static final class Conversation {
        private final Gatekeeper gatekeeper;
        private final Scenario scenario;
        private final Session session =
                new Session(new SessionIdentity("session", "agent", "caller", "server"));
        private final List<String> upstream = new ArrayList<>();

        Conversation(Gatekeeper gatekeeper, Scenario scenario) {
            this.gatekeeper = gatekeeper;
            this.scenario = scenario;
        }

        /** Sends a message of the client; gives what comes back. */
        List<String> say(String message) {
            List<String> client = new ArrayList<>();
            followClient(gatekeeper.admit(session, message.getBytes(UTF_8)), client);
            return client;
        }

        private void followClient(Ruling ruling, List<String> client) {
            switch (ruling) {
                case Ruling.Forward(Frame frame, _) -> tellServer(frame, client);
                case Ruling.Reply(Frame frame, _) -> client.add(frame.onOneLine().text());
                case Ruling.Later later -> followClient(later.await(), client);
                case Ruling.Elsewhere(_, Ruling otherwise) -> followClient(otherwise, client);
                case Ruling.Drop() -> {}
            }
        }

        private void followServer(Ruling ruling, List<String> client) {
            switch (ruling) {
                case Ruling.Forward(Frame frame, _) -> client.add(frame.onOneLine().text());
                case Ruling.Reply(Frame frame, _) -> tellServer(frame, client);
                case Ruling.Later later -> followServer(later.await(), client);
                case Ruling.Elsewhere _, Ruling.Drop _ -> {}
            }
        }

        private void tellServer(Frame message, List<String> client) {
            int place = upstream.size();
            upstream.add(message.onOneLine().text());
            if (place >= scenario.answers().size()) {
                return;
            }
            for (String answer : scenario.answers().get(place)) {
                followServer(gatekeeper.release(session, answer.getBytes(UTF_8)), client);
            }
        }
    }
}
