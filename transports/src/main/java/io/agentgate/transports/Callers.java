package io.agentgate.transports;

import io.agentgate.transports.connection.Answer;
import io.agentgate.transports.connection.ClientRequest;
import io.agentgate.transports.conversation.Standing;
import io.agentgate.transports.entrance.Entrance;
import io.agentgate.transports.entrance.Login;
import io.agentgate.transports.entrance.Rejection;
import io.agentgate.transports.entrance.RequestHead;
import io.agentgate.transports.entrance.Shown;
import io.agentgate.transports.exchange.ClientResponse;
import io.agentgate.transports.exchange.EventLoop;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The question who calls, and whether anybody may; asked on one event loop. */
final class Callers {
    private static final Rejection DRAINING =
            new Rejection(503, "the gateway is shutting down", "Retry-After", "5");
    private static final Login.Known NOBODY_KNOWS =
            new Login.Denied(
                    new Rejection(503, "callers cannot be told apart now", "Retry-After", "1"));

    private final EventLoop loop;
    private final Entrance entrance;
    private boolean draining;

    Callers(EventLoop loop, Entrance entrance) {
        this.loop = loop;
        this.entrance = entrance;
    }

    /** Lets nobody in from now on. */
    void drain() {
        draining = true;
    }

    /** Why nobody may call now; null if they may. */
    @Nullable Rejection notNow() {
        return draining ? DRAINING : null;
    }

    /** Goes on once it is known who makes a request; until then nothing more of it is read. */
    void identify(
            ClientRequest request,
            RequestHead head,
            ClientResponse client,
            Consumer<Login.Accepted> then) {
        identify(request, Shown.by(head, request.certificate()), client, then);
    }

    /**
     * The same for a request that does not show itself who makes it.
     *
     * @param shown in its place
     */
    void identify(
            ClientRequest request,
            Shown shown,
            ClientResponse client,
            Consumer<Login.Accepted> then) {
        switch (entrance.login(shown, request.query(), request.address())) {
            case Login.Known known -> identified(known, request, client, then);
            case Login.Later(CompletionStage<Login.Known> answer) -> {
                request.pause();
                loop.after(
                        answer.exceptionally(failure -> NOBODY_KNOWS),
                        known -> goOn(known, request, client, then));
            }
        }
    }

    private void goOn(
            Login.Known known,
            ClientRequest request,
            ClientResponse client,
            Consumer<Login.Accepted> then) {
        if (request.answer().isGone()) {
            return;
        }
        try {
            if (draining) {
                Reception.turnAway(client, DRAINING);
            } else {
                identified(known, request, client, then);
            }
        } catch (RuntimeException unexpected) {
            loop.failed(unexpected);
            Reception.turnAway(client, new Rejection(500, "the gateway failed"));
        }
        request.resume();
    }

    private void identified(
            Login.Known known,
            ClientRequest request,
            ClientResponse client,
            Consumer<Login.Accepted> then) {
        switch (known) {
            case Login.Denied denied -> turnAway(denied, request, client);
            case Login.Accepted login -> then.accept(login);
        }
    }

    /** Turns away whoever is nobody, with all that must be known to be let in. */
    void turnAway(Login.Denied denied, ClientRequest request, ClientResponse client) {
        Reception.turnAway(client, entrance.explained(denied.rejection(), request.path()));
    }

    /**
     * Whether whoever stays connected may go on.
     *
     * @param shown what it has shown
     */
    Standing standing(Shown shown, String address, Login.Accepted who) {
        return new Standing() {
            @Override
            public void ask(Consumer<@Nullable Rejection> then) {
                switch (entrance.login(shown, null, address)) {
                    case Login.Known known -> then.accept(objection(known, who));
                    case Login.Later(CompletionStage<Login.Known> answer) ->
                            loop.after(
                                    answer.exceptionally(failure -> NOBODY_KNOWS),
                                    known -> then.accept(objection(known, who)));
                }
            }

            @Override
            public @Nullable Rejection notNow() {
                return Callers.this.notNow();
            }
        };
    }

    private static @Nullable Rejection objection(Login.Known known, Login.Accepted before) {
        return switch (known) {
            case Login.Denied(Rejection why) -> why;
            case Login.Accepted now ->
                    now.caller().equals(before.caller())
                                    && now.agent().equals(before.agent())
                                    && now.roles().equals(before.roles())
                            ? null
                            : new Rejection(401, "the credential is another's now");
        };
    }

    /** Tells a browser what a page may ask for (WHATWG Fetch, CORS-preflight). */
    void preflight(ClientRequest request, ClientResponse client, String methods) {
        Answer answer = request.answer();
        answer.header("Allow", methods + ", OPTIONS");
        answer.header("Access-Control-Allow-Methods", methods);
        answer.header(
                "Access-Control-Allow-Headers",
                "Content-Type, Accept, Mcp-Session-Id, MCP-Protocol-Version, Last-Event-ID, "
                        + entrance.credentialHeader());
        answer.header("Access-Control-Max-Age", "600");
        client.empty(204);
    }
}
