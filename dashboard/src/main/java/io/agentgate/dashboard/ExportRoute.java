package io.agentgate.dashboard;

import io.agentgate.gateway.audit.CallCsv;
import io.agentgate.gateway.audit.CallJson;
import io.agentgate.gateway.audit.CallPage;
import io.agentgate.gateway.audit.CallPosition;
import io.agentgate.gateway.audit.CallRecord;
import io.agentgate.gateway.audit.CallSearch;
import io.agentgate.gateway.audit.RecordedCalls;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;

/**
 * The route of exports: all calls that match, newest first, as they are read. A page is read once
 * the one before it is on its way, so there is never more than one of them in memory, however slow
 * the reader is.
 */
final class ExportRoute {
    private static final int PAGE = 200;

    /** How long to look for a page before others who search have their turn. */
    private static final Duration BUDGET = Duration.ofMillis(100);

    private static final String[] PARAMETERS = AskedCalls.parameters("format");

    /** What an export is made of. */
    private enum Format {
        JSONL,
        CSV;

        static Format of(Parameters asked) {
            String word = asked.oneOf("format", List.of("jsonl", "csv"));
            return "csv".equals(word) ? CSV : JSONL;
        }

        String type() {
            return switch (this) {
                case JSONL -> "application/jsonl";
                case CSV -> "text/csv; charset=UTF-8";
            };
        }

        String file() {
            return switch (this) {
                case JSONL -> "calls.jsonl";
                case CSV -> "calls.csv";
            };
        }

        String head() {
            return switch (this) {
                case JSONL -> "";
                case CSV -> CallCsv.HEADER;
            };
        }

        String line(CallRecord call) {
            return switch (this) {
                case JSONL -> CallJson.of(call) + "\n";
                case CSV -> CallCsv.line(call);
            };
        }
    }

    /** What was read at once, in its form. */
    private record Part(Buffer text, CallPage page) {}

    private final Vertx vertx;
    private final RecordedCalls log;

    ExportRoute(Vertx vertx, RecordedCalls log) {
        this.vertx = vertx;
        this.log = log;
    }

    void mount(Router router) {
        router.get("/api/export").handler(this::export);
    }

    private void export(RoutingContext asked) {
        CallSearch search;
        Format format;
        try {
            Parameters parameters = Parameters.of(asked, PARAMETERS);
            format = Format.of(parameters);
            search = AskedCalls.of(parameters, null, PAGE);
        } catch (IllegalArgumentException wrong) {
            Answer.error(asked, 400, String.valueOf(wrong.getMessage()));
            return;
        }
        // As long as nothing was sent, a failure has a status.
        read(asked, search, format)
                .onSuccess(first -> begin(asked, search, format, first))
                .onFailure(failed -> Blocking.fail(asked, failed));
    }

    private Future<Part> read(RoutingContext asked, CallSearch search, Format format) {
        Visitor visitor = Visitor.of(asked);
        return vertx.executeBlocking(
                () ->
                        visitor.run(
                                () -> {
                                    CallPage page = log.search(search, BUDGET);
                                    Buffer text = Buffer.buffer();
                                    page.calls()
                                            .forEach(call -> text.appendString(format.line(call)));
                                    return new Part(text, page);
                                }),
                false);
    }

    private void begin(RoutingContext asked, CallSearch search, Format format, Part first) {
        HttpServerResponse response = asked.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setChunked(true)
                .putHeader("Content-Type", format.type())
                .putHeader("Content-Disposition", "attachment; filename=" + format.file())
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Content-Type-Options", "nosniff");
        response.write(format.head()).onSuccess(sent -> write(asked, search, format, first));
    }

    private void write(RoutingContext asked, CallSearch search, Format format, Part part) {
        asked.response()
                .write(part.text())
                .onSuccess(sent -> goOn(asked, search, format, part.page()));
    }

    private void goOn(RoutingContext asked, CallSearch search, Format format, CallPage page) {
        HttpServerResponse response = asked.response();
        CallPosition next = page.next();
        if (response.closed()) {
            return;
        }
        if (next == null) {
            response.end();
            return;
        }
        CallSearch rest = search.before(next);
        read(asked, rest, format)
                .onSuccess(part -> write(asked, rest, format, part))
                // The status is gone already: a broken answer says that it is not whole.
                .onFailure(failed -> response.reset());
    }
}
