import io.agentgate.embedded.sqlite.SqliteAuditSink;
import io.agentgate.embedded.sqlite.SqliteDatabase;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Fills an audit store with made-up calls of the last thirty days, or of so many seconds, through the sink that a gateway
 * writes with, and says how many calls a second that took.
 *
 * <pre>
 * ./mvnw -pl serve -am -DskipTests package
 * java --enable-native-access=ALL-UNNAMED -cp 'command/target/dist/lib/*' bench/records/Records.java FILE CALLS [SECONDS]
 * </pre>
 *
 * <p>Three hundredths of the time have a tenth of the calls, the last ones. One call in ten is of an agent nobody has seen before, as those are that
 * show no key: they are named by their sessions. Always the same calls, but for their times.
 */
final class Records {
    private static final int BATCH = 500;
    private static final List<String> RULES = List.of("no-erasing", "no-secrets", "inside", "hours", "few-posts");

    private final Random random = new Random(7);
    private final Instant end = Instant.now();
    private final Duration span;

    private Records(Duration span) {
        this.span = span;
    }

    public static void main(String[] arguments) throws Exception {
        Path file = Path.of(arguments[0]);
        int calls = Integer.parseInt(arguments[1]);
        Duration span = arguments.length > 2 ? Duration.ofSeconds(Long.parseLong(arguments[2])) : Duration.ofDays(30);
        new Records(span).fill(file, calls);
    }

    private void fill(Path file, int calls) throws Exception {
        byte[] key = new byte[32];
        long writing = 0;
        try (SqliteAuditSink sink = new SqliteAuditSink(new SqliteDatabase(file, () -> key.clone()), InstantSource.system())) {
            for (int first = 0; first < calls; first += BATCH) {
                List<AuditEvent> events = new ArrayList<>();
                for (int number = first; number < Math.min(calls, first + BATCH); number++) {
                    add(events, number, calls);
                }
                long begin = System.nanoTime();
                sink.deliver(events);
                writing += System.nanoTime() - begin;
            }
        }
        System.out.printf(
                "%d calls, %.0f a second, %d MB%n", calls, calls / (writing / 1e9), Files.size(file) >> 20);
    }

    /** The last tenth is of the last day, the others lie evenly before it. */
    private Instant time(int number, int calls) {
        double share = (double) number / calls;
        double ago = share < 0.9 ? 0.03 + (0.9 - share) / 0.9 * 0.97 : (1 - share) / 0.1 * 0.03;
        return end.minusNanos((long) (ago * span.toNanos()));
    }

    private void add(List<AuditEvent> events, int number, int calls) {
        String id = "bench-" + number;
        String session = "session-" + number / 20;
        int server = random.nextInt(5);
        int tool = (int) (Math.pow(random.nextDouble(), 2) * 12);
        String agent = random.nextInt(10) == 0 ? session : "agent-" + (int) (Math.pow(random.nextDouble(), 3) * 40);
        int fate = random.nextInt(1000);
        CallDecision decision =
                fate < 50 ? CallDecision.DENIED : fate < 65 ? CallDecision.RATE_LIMITED : CallDecision.ALLOWED;
        String rule = fate < 50 ? RULES.get(fate % 3) : fate < 65 ? "few-posts" : fate < 400 ? "inside" : null;
        Evaluation evaluation =
                fate % 3 == 0
                        ? Evaluation.ofText(
                                "{\"rules\":[{\"rule\":\"few-posts\",\"effect\":\"rate_limit\",\"condition\":\"true\"}],"
                                        + "\"limits\":[{\"limit\":\"few-posts\",\"capacity\":600,\"left\":"
                                        + random.nextInt(600)
                                        + ",\"window_seconds\":60}]}")
                        : null;
        Instant time = time(number, calls);
        events.add(
                new AuditEvent.CallDecided(
                        id,
                        time,
                        new CallOrigin(session, agent, "caller-" + agent.length() % 3, "server-" + server,
                                "tool_" + server + "_" + tool, "" + number),
                        new DecisionBasis(decision, rule, rule == null ? null : "because of " + rule, "9f2c1a7b3d5e6f70",
                                Redactions.NONE, evaluation),
                        payload("{\"path\":\"/srv/data/" + word(24) + "\",\"text\":\"" + word(150) + "\"}")));
        if (decision == CallDecision.ALLOWED) {
            CallStatus status =
                    fate > 995 ? CallStatus.CANCELLED : fate > 940 ? CallStatus.ERROR : CallStatus.ALLOWED;
            long nanos = (long) (Math.exp(random.nextGaussian() * 1.2 + 2.5) * 1e6);
            events.add(
                    new AuditEvent.CallSettled(
                            id, time.plusNanos(nanos), session, new CallEnd(status,
                                    status == CallStatus.ERROR ? "upstream said -32603" : null, Redactions.NONE), nanos,
                            payload("{\"content\":[{\"type\":\"text\",\"text\":\"" + word(350) + "\"}]}")));
        }
    }

    private String word(int length) {
        StringBuilder word = new StringBuilder();
        while (word.length() < length) {
            word.append((char) (random.nextInt(6) == 0 ? ' ' : 'a' + random.nextInt(26)));
        }
        return word.toString();
    }

    private static Payload payload(String json) {
        byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
        return new Payload(utf8, utf8.length, new byte[32]);
    }
}
