package io.agentgate.testkit.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.gateway.audit.AuditEvent;
import io.agentgate.gateway.audit.AuditLog;
import io.agentgate.gateway.audit.CallDecision;
import io.agentgate.gateway.audit.CallFilter;
import io.agentgate.gateway.audit.CallFilter.Field;
import io.agentgate.gateway.audit.CallFilter.Match;
import io.agentgate.gateway.audit.CallPage;
import io.agentgate.gateway.audit.CallPosition;
import io.agentgate.gateway.audit.CallQuery;
import io.agentgate.gateway.audit.CallRecord;
import io.agentgate.gateway.audit.CallSearch;
import io.agentgate.gateway.audit.CallStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every audit log promises. */
public abstract class AuditLogContract {

    /** The log under test, over a store that is empty when a test begins. */
    protected abstract AuditLog log();

    /** Stores events for the log to find. */
    protected abstract void store(List<AuditEvent> events) throws Exception;

    private static CallQuery query(
            @Nullable String tool,
            @Nullable String server,
            @Nullable CallStatus status,
            @Nullable Instant since) {
        List<CallFilter> filters = new ArrayList<>();
        if (tool != null) {
            filters.add(CallFilter.of(Field.TOOL, tool));
        }
        if (server != null) {
            filters.add(CallFilter.of(Field.SERVER, server));
        }
        if (status != null) {
            filters.add(CallFilter.of(Field.STATUS, status.word()));
        }
        return new CallQuery(filters, since, null, 100);
    }

    private List<Integer> where(Field field, Match match, String value) throws Exception {
        return numbers(
                new CallQuery(List.of(new CallFilter(field, match, value)), null, null, 100));
    }

    private List<Integer> numbers(CallQuery query) throws Exception {
        return log().calls(query).stream().map(AuditLogContract::number).toList();
    }

    private static int number(CallRecord call) {
        String id = call.decision().decisionId();
        return Integer.parseInt(id.substring(id.lastIndexOf('-') + 1));
    }

    @Test
    void emptyStoreHasNoCalls() throws Exception {
        assertThat(log().calls(CallQuery.newest(10))).isEmpty();
    }

    @Test
    void newestComeFirstWhateverTheOrderOfDelivery() throws Exception {
        store(
                List.of(
                        SampleCall.numbered(2).decided(),
                        SampleCall.numbered(1).decided(),
                        SampleCall.numbered(3).decided()));

        assertThat(numbers(CallQuery.newest(10))).containsExactly(3, 2, 1);
    }

    @Test
    void limitKeepsTheNewest() throws Exception {
        store(decisions(1, 5));

        assertThat(numbers(CallQuery.newest(2))).containsExactly(5, 4);
    }

    @Test
    void toolAndServerMatchExactly() throws Exception {
        store(
                List.of(
                        SampleCall.numbered(1).decided(),
                        SampleCall.numbered(2).withTool("READ_FILE").decided(),
                        SampleCall.numbered(3).withTool("read%").decided(),
                        SampleCall.numbered(4).withServer("mail").decided(),
                        SampleCall.numbered(5).withServer("mail").withTool("send").decided()));

        assertThat(numbers(query("read_file", null, null, null))).containsExactly(4, 1);
        assertThat(numbers(query("read%", null, null, null))).containsExactly(3);
        assertThat(numbers(query(null, "mail", null, null))).containsExactly(5, 4);
        assertThat(numbers(query("read_file", "mail", null, null))).containsExactly(4);
        assertThat(numbers(query("' OR 1=1 --", null, null, null))).isEmpty();
    }

    @Test
    void statusIsTheJoinedOne() throws Exception {
        SampleCall settled = SampleCall.numbered(1);
        SampleCall failed = SampleCall.numbered(2);
        store(List.of(settled.decided(), failed.decided(), SampleCall.numbered(3).decided()));
        store(List.of(settled.settled(), failed.settled(CallStatus.ERROR, "isError")));
        store(
                List.of(
                        SampleCall.numbered(4).withDecision(CallDecision.DENIED).decided(),
                        SampleCall.numbered(5).withDecision(CallDecision.FAILED).decided()));

        assertThat(numbers(query(null, null, CallStatus.ALLOWED, null))).containsExactly(1);
        assertThat(numbers(query(null, null, CallStatus.ERROR, null))).containsExactly(5, 2);
        assertThat(numbers(query(null, null, CallStatus.UNKNOWN, null))).containsExactly(3);
        assertThat(numbers(query(null, null, CallStatus.DENIED, null))).containsExactly(4);
        assertThat(numbers(query(null, null, CallStatus.CANCELLED, null))).isEmpty();
    }

    @Test
    void everyFieldCanBeAskedFor() throws Exception {
        store(
                List.of(
                        SampleCall.numbered(1).decided(),
                        SampleCall.numbered(2).withServer("mail").withTool("send").decided(),
                        SampleCall.numbered(3).withDecision(CallDecision.DENIED).decided()));

        assertThat(where(Field.TOOL, Match.EQUAL, "send")).containsExactly(2);
        assertThat(where(Field.SERVER, Match.EQUAL, "mail")).containsExactly(2);
        assertThat(where(Field.AGENT, Match.EQUAL, "agent-1")).containsExactly(1);
        assertThat(where(Field.CALLER, Match.EQUAL, "caller-2")).containsExactly(2);
        assertThat(where(Field.SESSION, Match.EQUAL, "session-3")).containsExactly(3);
        assertThat(where(Field.STATUS, Match.EQUAL, "denied")).containsExactly(3);
        assertThat(where(Field.RULE, Match.EQUAL, "rule-3")).containsExactly(3);
        assertThat(where(Field.REASON, Match.EQUAL, "because of rule-3")).containsExactly(3);
    }

    @Test
    void fieldsCanBeExcludedAndSearched() throws Exception {
        store(
                List.of(
                        SampleCall.numbered(1).decided(),
                        SampleCall.numbered(2).withTool("100%_send").decided(),
                        SampleCall.numbered(3).withDecision(CallDecision.DENIED).decided()));

        assertThat(where(Field.TOOL, Match.NOT_EQUAL, "read_file")).containsExactly(2);
        assertThat(where(Field.TOOL, Match.CONTAINS, "%_s")).containsExactly(2);
        assertThat(where(Field.TOOL, Match.CONTAINS, "SEND")).isEmpty();
        assertThat(where(Field.REASON, Match.CONTAINS, "of rule")).containsExactly(3);
        assertThat(where(Field.AGENT, Match.CONTAINS, "agent")).containsExactly(3, 2, 1);
    }

    @Test
    void starStandsForAnyTextAndNothingElseDoes() throws Exception {
        store(
                List.of(
                        SampleCall.numbered(1).withTool("list_files").decided(),
                        SampleCall.numbered(2).withTool("list_").decided(),
                        SampleCall.numbered(3).withTool("LIST_FILES").decided(),
                        SampleCall.numbered(4).withTool("list%files").decided(),
                        SampleCall.numbered(5).withTool("a?[b]*c").decided()));

        assertThat(where(Field.TOOL, Match.PATTERN, "list_*")).containsExactly(2, 1);
        assertThat(where(Field.TOOL, Match.PATTERN, "*_f**s")).containsExactly(1);
        assertThat(where(Field.TOOL, Match.PATTERN, "a?[b]*")).containsExactly(5);
        assertThat(where(Field.TOOL, Match.PATTERN, "?ist_*")).isEmpty();
        assertThat(where(Field.TOOL, Match.PATTERN, "[kl]ist_*")).isEmpty();
        assertThat(where(Field.TOOL, Match.PATTERN, "*")).hasSize(5);
        assertThat(where(Field.TOOL, Match.EQUAL, "list_*")).isEmpty();
    }

    @Test
    void absentValueIsTheEmptyText() throws Exception {
        store(
                List.of(
                        SampleCall.numbered(1).decided(),
                        SampleCall.numbered(2).withDecision(CallDecision.DENIED).decided()));

        assertThat(where(Field.RULE, Match.EQUAL, "")).containsExactly(1);
        assertThat(where(Field.RULE, Match.NOT_EQUAL, "rule-2")).containsExactly(1);
        assertThat(where(Field.RULE, Match.NOT_EQUAL, "")).containsExactly(2);
    }

    @Test
    void whatRedactedACallIsToldAndFound() throws Exception {
        store(decisions(1, 2));
        store(List.of(SampleCall.numbered(2).settled()));

        assertThat(log().calls(CallQuery.newest(1)).getFirst().redactions().rules())
                .containsExactly("hide-arguments-2", "hide-all", "hide-result-2");
        assertThat(where(Field.REDACTED_BY, Match.CONTAINS, "hide-result")).containsExactly(2);
        assertThat(where(Field.REDACTED_BY, Match.CONTAINS, "hide-arguments")).containsExactly(2);
        assertThat(where(Field.REDACTED_BY, Match.EQUAL, "")).containsExactly(1);
    }

    @Test
    void howACallWasEvaluatedIsTold() throws Exception {
        store(decisions(1, 2));

        assertThat(log().calls(CallQuery.newest(2)))
                .extracting(call -> call.decision().basis().evaluation())
                .containsExactly(SampleCall.numbered(2).decided().basis().evaluation(), null);
    }

    @Test
    void reasonIsThatOfTheEndOnceThereIsOne() throws Exception {
        SampleCall call = SampleCall.numbered(1);
        store(List.of(call.decided(), call.settled(CallStatus.ERROR, "upstream said -32603")));

        assertThat(where(Field.REASON, Match.CONTAINS, "-32603")).containsExactly(1);
    }

    @Test
    void allFiltersMustHold() throws Exception {
        store(decisions(1, 3));

        assertThat(
                        numbers(
                                new CallQuery(
                                        List.of(
                                                CallFilter.of(Field.TOOL, "read_file"),
                                                new CallFilter(
                                                        Field.AGENT, Match.NOT_EQUAL, "agent-2")),
                                        null,
                                        null,
                                        100)))
                .containsExactly(3, 1);
    }

    @Test
    void offsetLeavesOutTheNewest() throws Exception {
        store(decisions(1, 5));

        assertThat(numbers(new CallQuery(List.of(), null, null, 2, 1))).containsExactly(4, 3);
        assertThat(numbers(new CallQuery(List.of(), null, null, 2, 5))).isEmpty();
    }

    @Test
    void callIsFoundByItsDecision() throws Exception {
        store(decisions(1, 2));

        assertThat(log().call("w1-2")).hasValueSatisfying(this::isTheSecond);
        assertThat(log().call("w1-3")).isEmpty();
    }

    private void isTheSecond(CallRecord call) {
        assertThat(call.decision().decisionId()).isEqualTo("w1-2");
    }

    @Test
    void sinceIncludesItsOwnInstant() throws Exception {
        store(decisions(1, 4));
        Instant third = SampleCall.numbered(3).time();

        assertThat(numbers(query(null, null, null, third))).containsExactly(4, 3);
        assertThat(numbers(query(null, null, null, third.plusNanos(1000)))).containsExactly(4);
        assertThat(numbers(query(null, null, null, Instant.EPOCH))).hasSize(4);
        assertThat(numbers(query(null, null, null, Instant.MIN))).hasSize(4);
        assertThat(numbers(query(null, null, null, Instant.MAX))).isEmpty();
    }

    @Test
    void timesSortAcrossEveryLengthOfTheirFraction() throws Exception {
        Instant whole = Instant.parse("2026-11-20T12:00:00Z");
        store(
                List.of(
                        SampleCall.numbered(1).withTime(whole).decided(),
                        SampleCall.numbered(3).withTime(whole.plusMillis(100)).decided(),
                        SampleCall.numbered(2).withTime(whole.plusNanos(20_000)).decided(),
                        SampleCall.numbered(4).withTime(whole.plusSeconds(1)).decided()));

        assertThat(numbers(CallQuery.newest(10))).containsExactly(4, 3, 2, 1);
    }

    @Test
    void followingSeesEveryChangeOnceInItsOrder() throws Exception {
        store(decisions(1, 3));
        List<CallRecord> first = log().calls(after(0, 100));
        long seen = first.getLast().mark();
        store(List.of(SampleCall.numbered(1).settled(), SampleCall.numbered(4).decided()));
        List<CallRecord> second = log().calls(after(seen, 100));

        assertThat(first).extracting(AuditLogContract::number).containsExactly(1, 2, 3);
        assertThat(second).extracting(AuditLogContract::number).containsExactly(1, 4);
        assertThat(log().calls(after(second.getLast().mark(), 100))).isEmpty();
    }

    @Test
    void followingInSmallStepsMissesNothing() throws Exception {
        store(decisions(1, 7));
        List<Integer> seen = new ArrayList<>();
        long mark = 0;
        for (List<CallRecord> step = log().calls(after(mark, 2));
                !step.isEmpty();
                step = log().calls(after(mark, 2))) {
            step.forEach(call -> seen.add(number(call)));
            mark = step.getLast().mark();
        }

        assertThat(seen).containsExactly(1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void followingIsFilteredToo() throws Exception {
        store(
                List.of(
                        SampleCall.numbered(1).decided(),
                        SampleCall.numbered(2).withTool("send").decided()));

        assertThat(log().calls(query("send", null, null, null).after(0)))
                .extracting(AuditLogContract::number)
                .containsExactly(2);
    }

    private static final Duration LONG = Duration.ofMinutes(1);

    private CallPage search(CallSearch search) throws Exception {
        return log().search(search, LONG);
    }

    private List<Integer> found(CallSearch search) throws Exception {
        return search(search).calls().stream().map(AuditLogContract::number).toList();
    }

    private static CallSearch filtered(CallFilter... filters) {
        return new CallSearch(List.of(filters), null, null, null, null, null, 100);
    }

    private List<Integer> holding(String text) throws Exception {
        return found(new CallSearch(List.of(), text, null, null, null, null, 100));
    }

    /** All pages of a search, one behind the other. */
    private List<List<Integer>> pages(CallSearch search) throws Exception {
        List<List<Integer>> pages = new ArrayList<>();
        CallPosition next;
        CallSearch rest = search;
        do {
            CallPage page = search(rest);
            pages.add(page.calls().stream().map(AuditLogContract::number).toList());
            next = page.next();
            rest = next == null ? rest : rest.before(next);
        } while (next != null);
        return pages;
    }

    @Test
    void searchOfAnEmptyStoreFindsNothing() throws Exception {
        assertThat(search(CallSearch.newest(10))).isEqualTo(CallPage.EMPTY);
    }

    @Test
    void pagesFollowEachOther() throws Exception {
        store(decisions(1, 5));

        assertThat(pages(CallSearch.newest(2)))
                .containsExactly(List.of(5, 4), List.of(3, 2), List.of(1));
        assertThat(search(CallSearch.newest(5)).next()).isNull();
    }

    @Test
    void callsOfOneMomentAreEachOnOnePage() throws Exception {
        List<AuditEvent> events = new ArrayList<>();
        for (int number = 1; number <= 7; number++) {
            events.add(SampleCall.numbered(number).withTime(SampleCall.START).decided());
        }
        store(events);

        assertThat(pages(CallSearch.newest(3))).extracting(List::size).containsExactly(3, 3, 1);
        assertThat(pages(CallSearch.newest(3)).stream().flatMap(List::stream))
                .containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void pagesStayWhereTheyAreWhileCallsCome() throws Exception {
        store(decisions(1, 3));
        CallPosition next = search(CallSearch.newest(1)).next();
        store(decisions(4, 6));

        assertThat(next).isNotNull();
        assertThat(found(CallSearch.newest(10).before(next))).containsExactly(2, 1);
    }

    @Test
    void pageGoesOnWhereItsLastCallIsGone() throws Exception {
        store(decisions(1, 3));
        CallPosition gone = new CallPosition(SampleCall.numbered(3).time(), "w1-99");

        assertThat(found(CallSearch.newest(10).before(gone))).containsExactly(2, 1);
    }

    @Test
    void searchEndsAndBeginsAtTimes() throws Exception {
        store(decisions(1, 5));
        Instant since = SampleCall.numbered(2).time();
        Instant until = SampleCall.numbered(4).time();

        assertThat(found(new CallSearch(List.of(), null, null, since, until, null, 10)))
                .containsExactly(3, 2);
        CallPosition newer = new CallPosition(SampleCall.numbered(5).time(), "w1-5");
        assertThat(found(new CallSearch(List.of(), null, null, since, until, newer, 10)))
                .containsExactly(3, 2);
    }

    @Test
    void everyFieldCanBeSearchedPageByPage() throws Exception {
        store(decisions(1, 3));
        store(List.of(SampleCall.numbered(4).withServer("mail").withTool("send").decided()));
        store(List.of(SampleCall.numbered(5).withDecision(CallDecision.DENIED).decided()));

        assertThat(
                        pages(
                                new CallSearch(
                                        List.of(CallFilter.of(Field.TOOL, "read_file")),
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        3)))
                .containsExactly(List.of(5, 3, 2), List.of(1));
        assertThat(found(filtered(CallFilter.asked(Field.TOOL, "!read_file")))).containsExactly(4);
        assertThat(found(filtered(CallFilter.asked(Field.TOOL, "read_*"))))
                .containsExactly(5, 3, 2, 1);
        assertThat(found(filtered(CallFilter.asked(Field.TOOL, "!read_*")))).containsExactly(4);
        assertThat(found(filtered(CallFilter.of(Field.SERVER, "mail")))).containsExactly(4);
        assertThat(found(filtered(CallFilter.of(Field.AGENT, "agent-2")))).containsExactly(2);
        assertThat(found(filtered(CallFilter.of(Field.CALLER, "caller-3")))).containsExactly(3);
        assertThat(found(filtered(CallFilter.of(Field.SESSION, "session-1")))).containsExactly(1);
        assertThat(found(filtered(CallFilter.of(Field.STATUS, "denied")))).containsExactly(5);
        assertThat(found(filtered(CallFilter.of(Field.RULE, "rule-5")))).containsExactly(5);
        assertThat(found(filtered(CallFilter.of(Field.RULE, "")))).containsExactly(4, 3, 2, 1);
        assertThat(found(filtered(CallFilter.asked(Field.RULE, "!")))).containsExactly(5);
        assertThat(found(filtered(new CallFilter(Field.REASON, Match.CONTAINS, "of rule"))))
                .containsExactly(5);
        assertThat(
                        found(
                                filtered(
                                        CallFilter.of(Field.TOOL, "read_file"),
                                        CallFilter.of(Field.STATUS, "unknown"),
                                        CallFilter.of(Field.AGENT, "agent-2"))))
                .containsExactly(2);
    }

    @Test
    void textIsFoundWhereverItIsInEitherCase() throws Exception {
        store(settled(1, 2));
        store(List.of(SampleCall.numbered(3).withTool("Größe_100%").decided()));
        store(List.of(SampleCall.numbered(4).withDecision(CallDecision.DENIED).decided()));
        store(List.of(SampleCall.numbered(5).withServer("Mail").decided()));

        assertThat(holding("/TMP/")).containsExactly(5, 4, 3, 2, 1);
        assertThat(holding("ä-2")).containsExactly(2);
        assertThat(holding("Ä-2")).containsExactly(2);
        assertThat(holding("ö-2")).isEmpty();
        assertThat(holding("✓ 1")).containsExactly(1);
        assertThat(holding("GRÖSSE")).isEmpty();
        assertThat(holding("gRÖße_100%")).containsExactly(3);
        assertThat(holding("_100%")).containsExactly(3);
        assertThat(holding("%")).containsExactly(3);
        assertThat(holding("Because Of")).containsExactly(4);
        assertThat(holding("mail")).containsExactly(5);
        assertThat(holding("AGENT-1")).containsExactly(1);
        assertThat(holding("caller-1")).isEmpty();
    }

    @Test
    void slowCallsAreFound() throws Exception {
        store(settled(1, 2));
        store(decisions(3, 3));
        long nanos = SampleCall.LATENCY.toNanos();

        assertThat(found(new CallSearch(List.of(), null, nanos, null, null, null, 10)))
                .containsExactly(2, 1);
        assertThat(found(new CallSearch(List.of(), null, nanos + 1, null, null, null, 10)))
                .isEmpty();
    }

    @Test
    void searchWithoutTimeSaysWhereToGoOn() throws Exception {
        int all = 2_000;
        store(decisions(1, all));
        CallSearch search = new CallSearch(List.of(), "agent-7\"", null, null, null, null, 10);
        CallSearch wanted = new CallSearch(List.of(), "ä-7\"", null, null, null, null, 10);

        CallPage first = log().search(search, Duration.ZERO);
        assertThat(first.calls()).isEmpty();
        assertThat(first.next()).isNotNull();
        assertThat(first.searchedTo())
                .isEqualTo(first.next().time().truncatedTo(ChronoUnit.MICROS))
                .isAfter(SampleCall.numbered(1).time())
                .isBefore(SampleCall.numbered(all).time());

        List<Integer> found = new ArrayList<>();
        CallPosition next;
        do {
            CallPage page = log().search(wanted, Duration.ZERO);
            page.calls().forEach(call -> found.add(number(call)));
            next = page.next();
            wanted = next == null ? wanted : wanted.before(next);
        } while (next != null);
        assertThat(found).containsExactly(7);
    }

    @Test
    void pruningRemovesWhatIsOlder() throws Exception {
        store(settled(1, 5));

        assertThat(log().prune(SampleCall.numbered(3).time(), Long.MAX_VALUE, 100)).isEqualTo(2);

        assertThat(numbers(CallQuery.newest(10))).containsExactly(5, 4, 3);
        assertThat(log().prune(SampleCall.numbered(3).time(), Long.MAX_VALUE, 100)).isZero();
    }

    @Test
    void pruningKeepsTheNewestOfTooMany() throws Exception {
        store(settled(1, 7));

        assertThat(log().prune(Instant.MIN, 3, 100)).isEqualTo(4);

        assertThat(numbers(CallQuery.newest(10))).containsExactly(7, 6, 5);
        assertThat(log().prune(Instant.MIN, 3, 100)).isZero();
    }

    @Test
    void pruningGoesInStepsFromTheOldest() throws Exception {
        store(settled(1, 5));
        Instant end = SampleCall.numbered(6).time();

        assertThat(log().prune(end, Long.MAX_VALUE, 2)).isEqualTo(2);
        assertThat(numbers(CallQuery.newest(10))).containsExactly(5, 4, 3);
        assertThat(log().prune(end, 0, 2)).isEqualTo(2);
        assertThat(log().prune(end, 0, 2)).isOne();
        assertThat(log().prune(end, 0, 2)).isZero();
    }

    @Test
    void pruningLeavesOpenCallsToTheirOutcome() throws Exception {
        store(List.of(SampleCall.numbered(1).decided()));
        store(settled(2, 3));

        assertThat(log().prune(SampleCall.numbered(9).time(), 0, 100)).isEqualTo(2);
        assertThat(numbers(CallQuery.newest(10))).containsExactly(1);
        store(List.of(SampleCall.numbered(1).settled()));
        assertThat(log().prune(SampleCall.numbered(9).time(), 0, 100)).isOne();
    }

    @Test
    void pruningAnEmptyStoreIsNothing() throws Exception {
        assertThat(log().prune(Instant.MAX, 0, 100)).isZero();
    }

    private static List<AuditEvent> settled(int from, int to) {
        List<AuditEvent> events = decisions(from, to);
        for (int number = from; number <= to; number++) {
            events.add(SampleCall.numbered(number).settled());
        }
        return events;
    }

    private static CallQuery after(long mark, int limit) {
        return CallQuery.newest(limit).after(mark);
    }

    private static List<AuditEvent> decisions(int from, int to) {
        List<AuditEvent> events = new ArrayList<>();
        for (int number = from; number <= to; number++) {
            events.add(SampleCall.numbered(number).decided());
        }
        return events;
    }
}
