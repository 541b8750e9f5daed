package io.agentgate.dashboardservice.policies;

import static io.agentgate.dashboardservice.Services.asAnn;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.dashboardservice.Services;
import io.agentgate.rehearsal.PastCall;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PastCallsTest {
    private static final Instant SINCE = Instant.parse("2026-11-20T10:00:00Z");

    /** Notes what it is shown. */
    private static final class Notes implements PastCall.Reader {
        final List<String> seen = new ArrayList<>();

        @Override
        public void read(PastCall call) {
            seen.add(call.id() + " " + call.arguments() + (call.redacted() ? " redacted" : ""));
        }

        @Override
        public void leftOut() {
            seen.add("left out");
        }
    }

    private static String call(String id, String bytes, String decided, String redacted) {
        return """
        {'decisionId':'%s','time':'2026-11-20T12:00:00Z','server':'s','tool':'t','agent':'a',
         'argumentsBytes':%s,'argumentsRedactedBy':[%s],'decided':%s}
        """
                .formatted(id, bytes, redacted, decided);
    }

    @Test
    void callsAreShownFromTheOldestOnWithWhatTheyWereAbout() throws Exception {
        try (Services services = new Services()) {
            services.answer(
                            "GET /api/calls?events=true",
                            200,
                            "{'calls':["
                                    + call("w-4", "null", "null", "")
                                    + ","
                                    + call(
                                            "w-3",
                                            "2",
                                            "{'data':{'arguments':{'text':'{}'}}}",
                                            "'keys'")
                                    + "],'next':'more'}")
                    .answer(
                            "GET /api/calls?events=true&since=2026-11-20T10%3A00%3A00Z&limit=100"
                                    + "&cursor=more",
                            200,
                            "{'calls':["
                                    + call("w-2", "99", "{'data':{'arguments':{'text':'{}'}}}", "")
                                    + ","
                                    + call("w-1", "2", "null", "")
                                    + "],'next':null}");
            Notes notes = new Notes();

            asAnn(
                    () -> {
                        new PastCalls(services.peer()).each(SINCE, notes);
                        return notes;
                    });

            assertThat(notes.seen)
                    .containsExactly("left out", "left out", "w-3 {} redacted", "w-4 null");
        }
    }
}
