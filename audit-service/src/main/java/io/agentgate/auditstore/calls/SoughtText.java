package io.agentgate.auditstore.calls;

import io.agentgate.gateway.audit.AuditEvent.CallDecided;
import io.agentgate.gateway.audit.AuditEvent.CallSettled;
import io.agentgate.gateway.audit.EventFormatException;
import io.agentgate.gateway.audit.EventJson;
import io.agentgate.gateway.audit.Payload;
import io.agentgate.gateway.audit.Streamed;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A text that is sought in tool, server, agent, reason, arguments and result of calls, whatever the
 * case of its letters. Postgres looks through events as they came, whose other members hold the
 * text by chance; so what it finds there is looked at again. A result is sought on the day of its
 * call and the next.
 */
final class SoughtText {
    private static final String COLUMNS =
            "concat_ws(chr(31), tool, server, agent, " + Filter.REASON + ") ilike ?";

    private static final String EVENTS =
            """
            exists (select from event where event.id in (call.decision_id || '/decided',
                      call.decision_id || '/settled')
                    and event.day between call.day and call.day + 1
                    and event.day between ? and ? and event.body ilike ?)\
            """;

    /** Partitions there are none of. */
    private static final LocalDate FIRST = LocalDate.of(2000, 1, 1);

    private static final LocalDate LAST = LocalDate.of(2200, 1, 1);

    private SoughtText() {}

    /**
     * Restricts calls to those that may hold it.
     *
     * @param first the day of the first of the calls in question, or null: Postgres plans for as
     *     many partitions as that leaves, which takes longer than to look
     * @param last that of the last
     */
    static void restrict(
            Filter.Condition condition,
            String text,
            @Nullable LocalDate first,
            @Nullable LocalDate last) {
        condition
                .and(
                        COLUMNS + " or " + EVENTS,
                        '%' + Filter.escaped(text) + '%',
                        first == null ? FIRST : first,
                        last == null ? LAST : last.plusDays(1),
                        '%' + written(text) + '%')
                .passOver();
    }

    /** What of a text stands in an event as it is: JSON has several ways to write the rest. */
    private static String written(String text) {
        StringBuilder pattern = new StringBuilder();
        text.codePoints()
                .forEach(
                        character -> {
                            boolean plain =
                                    character >= 0x20
                                            && character < 0x7F
                                            && "\"\\/%_".indexOf(character) < 0;
                            pattern.appendCodePoint(plain ? character : '%');
                        });
        return pattern.toString();
    }

    /** Whether a call that may hold a text does. */
    static boolean isIn(Call call, Map<String, String> events, String text) {
        String reason = call.outcomeReason() == null ? call.reason() : call.outcomeReason();
        return Stream.concat(
                        Stream.of(call.tool(), call.server(), call.agent()),
                        Stream.concat(
                                Stream.ofNullable(reason),
                                events.values().stream().flatMap(SoughtText::payload)))
                .anyMatch(whole -> contains(whole, text));
    }

    private static Stream<String> payload(String body) {
        try {
            Streamed what = EventJson.read(body.getBytes(StandardCharsets.UTF_8));
            @Nullable Payload payload =
                    what instanceof Streamed.Event(CallDecided decided)
                            ? decided.arguments()
                            : what instanceof Streamed.Event(CallSettled settled)
                                    ? settled.result()
                                    : null;
            return Stream.ofNullable(payload).map(Payload::text);
        } catch (EventFormatException changed) {
            throw new IllegalStateException("an event in the database is none", changed);
        }
    }

    private static boolean contains(String whole, String part) {
        int last = whole.length() - part.length();
        for (int at = 0; at <= last; at++) {
            if (whole.regionMatches(true, at, part, 0, part.length())) {
                return true;
            }
        }
        return false;
    }
}
