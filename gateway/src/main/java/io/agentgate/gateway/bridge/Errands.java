package io.agentgate.gateway.bridge;

import io.agentgate.gateway.Loss;
import io.agentgate.gateway.bridge.Inputs.Wanted;
import io.agentgate.gateway.era.ArgumentHeaders;
import io.agentgate.gateway.era.ServerEras;
import io.agentgate.protocol.Cancellation;
import io.agentgate.protocol.ErrorCode;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.JsonWriter;
import io.agentgate.protocol.Methods;
import io.agentgate.protocol.Replies;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Response;
import io.agentgate.protocol.Value;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The client's requests on their way, from round to round. As many as the door lets through;
 * guarded by the lock of the link.
 */
final class Errands {
    /** How often a server may ask for more input to one request. */
    static final int MAX_ROUNDS = 16;

    /** Most pages of tools that are read to find out what is mirrored. */
    static final int MAX_PAGES = 16;

    private static final String TOOLS_LIST = "tools/list";
    private static final String TOOLS_CALL = "tools/call";
    private static final String ELICITATION_ID = "elicitationId";

    /** Those that may need more input (MCP 2026-07-28, basic/patterns/mrtr). */
    private static final Set<String> MAY_NEED_INPUT =
            Set.of(TOOLS_CALL, "prompts/get", "resources/read");

    private final Ways ways;
    private final Asking server;
    private final ServerEras eras;
    private final Introduction client;
    private final ArgumentHeaders headers = new ArgumentHeaders();
    private final Map<Id, Errand> byClient = new HashMap<>();

    /** By our ids of what the server is asked. */
    private final Map<Id, Errand> sent = new HashMap<>();

    /** By our ids of what the client is asked. */
    private final Map<Id, Errand> asked = new HashMap<>();

    Errands(Ways ways, Asking server, ServerEras eras, Introduction client) {
        this.ways = ways;
        this.server = server;
        this.eras = eras;
        this.client = client;
    }

    /** Takes a request of the client on. */
    void begin(Request request) {
        Errand errand = new Errand(request);
        byClient.put(request.id(), errand);
        send(errand);
    }

    private void send(Errand errand) {
        Request request = errand.request();
        sentAs(errand, server.ask(request, errand.input(), headers.of(request)));
    }

    private void sentAs(Errand errand, Id id) {
        errand.sent(id);
        sent.put(id, errand);
    }

    /** The client's id of the request that the server knows by this one; null if there is none. */
    @Nullable Id known(@Nullable Id ours) {
        Errand errand = ours == null ? null : sent.get(ours);
        return errand == null ? null : errand.id();
    }

    /** Gives a request up, at both sides; false if there is none. */
    boolean cancel(Id request, String reason) {
        Errand errand = byClient.get(request);
        if (errand == null) {
            return false;
        }
        Id as = errand.sentAs();
        if (as != null) {
            server.giveUp(as, reason);
        }
        end(errand, reason);
        return true;
    }

    /** Nothing more comes of it, and what the client was asked for it is not wanted any more. */
    private void end(Errand errand, String reason) {
        byClient.remove(errand.id(), errand);
        Id as = errand.sentAs();
        if (as != null) {
            sent.remove(as);
        }
        Inputs inputs = errand.asking();
        if (inputs != null) {
            for (Id open : inputs.open()) {
                asked.remove(open);
                ways.tell(Cancellation.of(open, reason).bytes(), errand.id());
            }
            errand.asking(null);
        }
    }

    private void finish(Errand errand, Frame answer) {
        end(errand, "the request is over");
        ways.tell(answer.bytes(), null);
    }

    private void fail(Errand errand, String reason) {
        finish(errand, Replies.error(errand.id(), ErrorCode.INTERNAL_ERROR, reason, null));
    }

    /** The server will not answer; false if it was asked no such thing. */
    boolean lost(Id ours, Loss loss, String reason) {
        Errand errand = sent.get(ours);
        if (errand == null) {
            return false;
        }
        if (errand.mismatch() != null && errand.isListing()) {
            goOnWithout(errand, errand.mismatch());
            return true;
        }
        end(errand, reason);
        // A later round is not one that the server has seen nothing of.
        boolean later = errand.isLater() && loss == Loss.NOT_SENT;
        ways.lose(errand.id(), later ? Loss.BROKEN : loss, reason);
        return true;
    }

    /** The server answered; false if it was asked no such thing. */
    boolean answered(Response answer) {
        Id id = answer.id();
        Errand errand = id == null ? null : sent.remove(id);
        if (errand == null) {
            return false;
        }
        errand.sent(null);
        if (errand.mismatch() != null && errand.isListing()) {
            listed(errand, errand.mismatch(), answer);
            return true;
        }
        switch (answer.outcome()) {
            case Response.Failure failure -> failed(errand, answer, failure.code());
            case Response.Result result ->
                    result(errand, answer, new Value(answer.frame(), result.span()));
        }
        return true;
    }

    private void failed(Errand errand, Response answer, int code) {
        if (code == ErrorCode.UNSUPPORTED_PROTOCOL_VERSION) {
            eras.forget();
            fail(errand, "the server does not speak revision 2026-07-28 any more");
            return;
        }
        if (isStrange(errand, code)) {
            // It may be another server by now; the next session finds out.
            eras.forget();
        }
        if (code == ErrorCode.HEADER_MISMATCH
                && errand.request().method().equals(TOOLS_CALL)
                && errand.mismatch() == null) {
            errand.mismatch(answer);
            list(errand, null);
        } else {
            finish(errand, Lowering.under(errand.id(), answer));
        }
    }

    private static boolean isStrange(Errand errand, int code) {
        return code == ErrorCode.INVALID_REQUEST
                || (code == ErrorCode.METHOD_NOT_FOUND
                        && Methods.isKnown(errand.request().method()));
    }

    private void result(Errand errand, Response answer, Value result) {
        Request request = errand.request();
        switch (Lowering.kind(result)) {
            case Lowering.COMPLETE -> {
                if (request.method().equals(TOOLS_LIST)) {
                    headers.learn(result);
                }
                finish(errand, Lowering.result(request, answer, result));
            }
            case Lowering.INPUT_REQUIRED -> needs(errand, Inputs.of(result));
            default ->
                    fail(
                            errand,
                            "the server's result is of a kind that this session's revision does"
                                    + " not know");
        }
    }

    private void needs(Errand errand, @Nullable Inputs inputs) {
        if (!MAY_NEED_INPUT.contains(errand.request().method())) {
            fail(errand, "the server asks for input to a request that takes none");
        } else if (inputs == null) {
            fail(errand, "the server asks for input in a way that cannot be understood");
        } else if (!errand.mayGoOn(MAX_ROUNDS)) {
            fail(errand, "the server asked for input more than " + MAX_ROUNDS + " times");
        } else if (!inputs.wanted().stream().allMatch(this::isDeclared)) {
            fail(errand, "the server asks for input that the client did not say it can give");
        } else if (inputs.wanted().isEmpty()) {
            goOn(errand, inputs);
        } else {
            errand.asking(inputs);
            inputs.wanted().forEach(each -> askClient(errand, inputs, each));
        }
    }

    private boolean isDeclared(Wanted input) {
        return client.mayBeAsked(input.method(), input.params());
    }

    private void askClient(Errand errand, Inputs inputs, Wanted input) {
        Id id = ways.nextId();
        JsonWriter json = new JsonWriter().beginObject().name("jsonrpc").value("2.0");
        json.name("id").raw(id.raw()).name("method").value(input.method());
        if (input.params() != null) {
            json.name("params").raw(params(input.params()));
        }
        inputs.asked(input, id);
        asked.put(id, errand);
        ways.tell(json.endObject().toBytes(), errand.id());
    }

    /**
     * What is asked, as the client knows it: URLs have an id in MCP 2025-11-25, and none in the
     * stateless era, where nobody tells later that one was done with.
     */
    private static byte[] params(Value params) {
        Value mode = params.member("mode");
        boolean isUrl = mode != null && "url".equals(mode.text());
        if (!isUrl || params.member(ELICITATION_ID) != null) {
            return params.bytes();
        }
        JsonWriter json = new JsonWriter().beginObject();
        params.members().forEach((name, value) -> json.name(name).raw(value.bytes()));
        json.name(ELICITATION_ID).value(UUID.randomUUID().toString());
        return json.endObject().toBytes();
    }

    /** The client answered what it was asked, if it was. */
    void given(Response answer) {
        Id id = answer.id();
        Errand errand = id == null ? null : asked.remove(id);
        Inputs inputs = errand == null ? null : errand.asking();
        if (id == null || errand == null || inputs == null) {
            return;
        }
        switch (answer.outcome()) {
            case Response.Failure _ -> {
                boolean _ = inputs.given(id, new byte[0]);
                finish(errand, Lowering.under(errand.id(), answer));
            }
            case Response.Result result -> {
                if (!inputs.given(id, answer.frame().slice(result.span()))) {
                    fail(errand, "the client's input is too large");
                } else if (inputs.isComplete()) {
                    goOn(errand, inputs);
                }
            }
        }
    }

    private void goOn(Errand errand, Inputs inputs) {
        errand.asking(null);
        errand.input(inputs.toServer());
        send(errand);
    }

    /** Reads what is mirrored in headers; once for a call. */
    private void list(Errand errand, byte @Nullable [] cursor) {
        int page = errand.nextPage();
        if (page > MAX_PAGES) {
            again(errand);
            return;
        }
        sentAs(
                errand,
                server.ask(
                        TOOLS_LIST,
                        params -> {
                            if (cursor != null) {
                                params.name("cursor").raw(cursor);
                            }
                        }));
    }

    private void listed(Errand errand, Response mismatch, Response answer) {
        if (!(answer.outcome() instanceof Response.Result found)) {
            goOnWithout(errand, mismatch);
            return;
        }
        Value result = new Value(answer.frame(), found.span());
        headers.learn(result);
        Value cursor = result.member("nextCursor");
        if (cursor != null && cursor.text() != null) {
            list(errand, cursor.bytes());
        } else {
            again(errand);
        }
    }

    private void again(Errand errand) {
        errand.listed();
        send(errand);
    }

    private void goOnWithout(Errand errand, Response mismatch) {
        finish(errand, Lowering.under(errand.id(), mismatch));
    }
}
