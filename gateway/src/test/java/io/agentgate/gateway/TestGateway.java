package io.agentgate.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.access.AccessGuard;
import io.agentgate.gateway.access.Candidate;
import io.agentgate.gateway.arguments.ArgumentGuard;
import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.call.Session;
import io.agentgate.gateway.call.SessionIdentity;
import io.agentgate.gateway.call.Timeouts;
import io.agentgate.gateway.circuit.CircuitGuard;
import io.agentgate.gateway.circuit.CircuitSettings;
import io.agentgate.gateway.journal.Journal;
import io.agentgate.gateway.journal.JournalReader;
import io.agentgate.gateway.journal.JournalSettings;
import io.agentgate.gateway.journal.WriterDirectory;
import io.agentgate.gateway.killswitch.KillSwitchGuard;
import io.agentgate.gateway.killswitch.KillSwitches;
import io.agentgate.gateway.meter.CallMeter;
import io.agentgate.gateway.meter.ToolNames;
import io.agentgate.gateway.quota.QuotaGuard;
import io.agentgate.gateway.quota.RateLimits;
import io.agentgate.gateway.redact.Capture;
import io.agentgate.gateway.redact.CaptureSettings;
import io.agentgate.gateway.redact.RedactionGuard;
import io.agentgate.policy.PolicyException;
import io.agentgate.policy.PolicySet;
import io.agentgate.policy.text.PolicyText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A gatekeeper over a real journal, with one session and clocks that stand still. */
final class TestGateway implements AutoCloseable {
    static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);

    /** Opens after three failures. */
    static final CircuitSettings BREAKER =
            new CircuitSettings(3, Duration.ofSeconds(30), Duration.ofSeconds(60));

    final TestLedger ledger = new TestLedger();
    final SpyGuard first = new SpyGuard();
    final SpyGuard last = new SpyGuard();
    Session session = new Session(new SessionIdentity("s1", "agent", "caller", "files"));
    final List<String> problems = new ArrayList<>();
    final TestMeters meters = new TestMeters();
    final ToolNames tools = new ToolNames();
    final Candidate candidate = new Candidate(this::candidates);
    final ArgumentGuard arguments = new ArgumentGuard(NeedsSchemas::compile, Set.of());
    final CircuitGuard breaker;
    final Gatekeeper gatekeeper;
    final Recorder recorder;
    Supplier<byte[]> keys = () -> KEY;
    KillSwitches switches = KillSwitches.NONE;

    private final Path root;
    private final Journal journal;
    private final JournalReader reader;
    private final List<AuditEvent> events = new ArrayList<>();
    private long nanoTime = -1_000_000_000;
    private PolicySet policies = PolicySet.ALLOW_ALL;

    /** The same as the policy in force where there is no other. */
    private @Nullable PolicySet candidates;

    TestGateway(Path root) throws IOException {
        this(root, CaptureSettings.ALL, RateLimits.NONE);
    }

    TestGateway(Path root, CaptureSettings captured, RateLimits limits) throws IOException {
        this.root = root;
        journal =
                new Journal(
                        WriterDirectory.create(root, "w1", "store"),
                        new JournalSettings(1 << 18, 1 << 24, Duration.ofMillis(10)));
        reader = journal.reader();
        Clocks clocks = new Clocks(() -> NOON, () -> nanoTime);
        Capture capture = new Capture(captured, () -> keys.get());
        recorder =
                new Recorder(journal, capture, clocks, problems::add, new CallMeter(meters, tools));
        breaker = new CircuitGuard(BREAKER, clocks.monotonic(), recorder::circuit);
        gatekeeper =
                new Gatekeeper(
                        () -> policies,
                        List.of(
                                new KillSwitchGuard(() -> switches),
                                first,
                                new AccessGuard(candidate),
                                arguments,
                                new QuotaGuard(ledger, limits),
                                breaker,
                                new RedactionGuard(),
                                last),
                        recorder,
                        clocks);
    }

    private PolicySet candidates() {
        return candidates == null ? policies : candidates;
    }

    /** Puts rules in force, given as the tables of a policy file. */
    void policy(String rules) {
        policies = parsed(rules);
    }

    /** Lets rules judge beside those in force. */
    void candidate(String rules) {
        candidates = parsed(rules);
    }

    private static PolicySet parsed(String rules) {
        try {
            return PolicyText.parse(
                    "metadata = {name = 'p', version = '1'}\n" + rules, "policy.toml");
        } catch (PolicyException wrong) {
            throw new AssertionError(wrong);
        }
    }

    /** Lets the session's server take so long and no longer. */
    void timeouts(int seconds, Map<String, Integer> ofTools) {
        session =
                new Session(
                        session.identity(),
                        session.manner(),
                        false,
                        Timeouts.ofSeconds(seconds, ofTools),
                        1);
    }

    /** What clients are told of requests that took too long. */
    List<String> expired() {
        return gatekeeper.expire(session).stream()
                .map(overdue -> forward(overdue.toClient()))
                .toList();
    }

    void advance(Duration by) {
        nanoTime += by.toNanos();
    }

    Ruling admit(String message) {
        return gatekeeper.admit(session, message.getBytes(UTF_8));
    }

    Ruling release(String message) {
        return gatekeeper.release(session, message.getBytes(UTF_8));
    }

    /** Admits a message that must be forwarded; gives the forwarded text. */
    String forwarded(String message) {
        return forward(admit(message));
    }

    /** Admits a message that must be answered; gives the answer. */
    String refused(String message) {
        return reply(admit(message));
    }

    /** Releases a message that must be forwarded; gives the forwarded text. */
    String delivered(String message) {
        return forward(release(message));
    }

    static String forward(Ruling ruling) {
        assertThat(ruling).isInstanceOf(Ruling.Forward.class);
        return ((Ruling.Forward) ruling).frame().text();
    }

    static String reply(Ruling ruling) {
        assertThat(ruling).isInstanceOf(Ruling.Reply.class);
        return ((Ruling.Reply) ruling).frame().text();
    }

    static List<String> texts(List<Ruling> rulings) {
        return rulings.stream().map(TestGateway::forward).toList();
    }

    /** A call as a client writes it. */
    static String call(String id, String tool, String arguments) {
        return "{\"jsonrpc\":\"2.0\",\"id\":"
                + id
                + ",\"method\":\"tools/call\",\"params\":{\"name\":\""
                + tool
                + "\",\"arguments\":"
                + arguments
                + "}}";
    }

    static String request(String id, String method) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\"}";
    }

    static String notification(String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":" + params + "}";
    }

    static String result(String id, String result) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}";
    }

    static String text(String text) {
        return "{\"content\":[{\"type\":\"text\",\"text\":\"" + text + "\"}]}";
    }

    static String error(String id, int code, String reason, String data) {
        return "{\"jsonrpc\":\"2.0\",\"id\":"
                + id
                + ",\"error\":{\"code\":"
                + code
                + ",\"message\":\""
                + reason
                + "\""
                + (data.isEmpty() ? "" : ",\"data\":{" + data + "\"reason\":\"" + reason + "\"}")
                + "}}";
    }

    /** Everything recorded so far. */
    List<AuditEvent> events() {
        try {
            for (List<AuditEvent> more = reader.read(); !more.isEmpty(); more = reader.read()) {
                events.addAll(more);
            }
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
        return events;
    }

    List<AuditEvent.CallDecided> decisions() {
        return only(AuditEvent.CallDecided.class);
    }

    List<AuditEvent.CallSettled> outcomes() {
        return only(AuditEvent.CallSettled.class);
    }

    List<String> notes() {
        return only(AuditEvent.Noted.class).stream()
                .map(note -> note.kind() + ": " + note.detail())
                .toList();
    }

    private <T> List<T> only(Class<T> kind) {
        return events().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** The bytes on disk, one character each. */
    String rawJournal() throws IOException {
        return new String(Files.readAllBytes(root.resolve("w1").resolve("00000001.seg")), UTF_8);
    }

    /** Makes every further append fail. */
    void breakJournal() {
        events();
        try {
            journal.close();
        } catch (IOException unexpected) {
            throw new AssertionError(unexpected);
        }
    }

    @Override
    public void close() throws IOException {
        reader.close();
        journal.close();
    }
}
