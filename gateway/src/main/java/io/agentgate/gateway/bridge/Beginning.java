package io.agentgate.gateway.bridge;

import io.agentgate.gateway.Loss;
import io.agentgate.gateway.call.Session;
import io.agentgate.gateway.credential.SubjectToken;
import io.agentgate.gateway.era.Mirror;
import io.agentgate.gateway.era.ServerEras;
import io.agentgate.gateway.era.ServerEras.Speaks;
import io.agentgate.gateway.link.ServerLink.Outgoing;
import io.agentgate.protocol.Era;
import io.agentgate.protocol.ErrorCode;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.Malformed;
import io.agentgate.protocol.Notification;
import io.agentgate.protocol.Peer;
import io.agentgate.protocol.Replies;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Response;
import io.agentgate.protocol.Scanned;
import io.agentgate.protocol.Scanner;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * It is being found out in which era the server is to be spoken with.
 *
 * <pre>
 *   NEW ──initialize──▶ SHAKING ──result──▶ Passing
 *    │                     └──refused──▶ DISCOVERING ──result──▶ Translating
 *    │                                     ▲      └──refused──▶ the first refusal passes; or,
 *    └──initialize, refused a while ago────┘                    if there is none, SHAKING
 * </pre>
 *
 * <p>A server that answered {@code initialize} and then is silent about {@code server/discover} has
 * refused that, too. Some servers end when they do not understand the first message (MCP
 * 2026-07-28, stdio), so another link is opened once, if the first ends.
 */
final class Beginning implements Stage {
    /** How long a server that has refused the handshake may be silent about what else it speaks. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final String DISCOVER = "server/discover";
    private static final String NOT_BEGUN = "the session has not begun";

    private final Ways ways;
    private final ServerEras eras;
    private final Scanner fromClient = new Scanner(Session.SERVER_LIMITS, Peer.CLIENT);
    private final Scanner fromServer = new Scanner(Session.SERVER_LIMITS, Peer.SERVER);

    /** Requests before the answer to {@code initialize}; no more than the door lets through. */
    private final Set<Id> early = new HashSet<>();

    private @Nullable Outgoing first;
    private @Nullable Request initialize;

    /** The id of our question; null while the handshake is tried. */
    private @Nullable Id discover;

    /** How the server refused the handshake, for the client to hear; null if it did not yet. */
    private @Nullable Runnable refusal;

    /** Whether the refusal was about what the client said, and not about beginning. */
    private boolean blames;

    private boolean reopened;

    Beginning(Ways ways, ServerEras eras) {
        this.ways = ways;
        this.eras = eras;
    }

    @Override
    public void send(Outgoing message) {
        if (first == null) {
            begin(message);
        } else if (discover == null) {
            if (message.awaits() != null) {
                early.add(message.awaits());
            }
            ways.send(message);
        } else if (message.awaits() != null) {
            ways.lose(message.awaits(), Loss.NOT_SENT, NOT_BEGUN);
        }
    }

    private void begin(Outgoing message) {
        if (fromClient.scan(message.frame().bytes()) instanceof Request request
                && request.method().equals("initialize")) {
            first = message;
            initialize = request;
            if (eras.handshake() == Speaks.NO) {
                discover();
            } else {
                ways.send(message);
            }
        } else {
            ways.become(new Passing(ways));
            ways.send(message);
        }
    }

    @Override
    public void giveUp(Id request, Frame cancellation) {
        // An initialize is not cancelled (MCP, basic/utilities/cancellation).
        if (discover == null) {
            early.remove(request);
            ways.giveUp(request, cancellation);
        }
    }

    @Override
    public void received(byte[] message, @Nullable Id within) {
        Scanned scanned = fromServer.scan(message);
        if (discover != null) {
            if (answered(scanned, discover)) {
                discovered(scanned instanceof Response answer ? Discovery.of(answer) : null);
            }
        } else if (initialize != null
                && answered(scanned, initialize.id())
                && scanned instanceof Response answer) {
            shaken(answer, () -> ways.tell(message, within));
        } else {
            early.removeIf(id -> answered(scanned, id));
            ways.tell(message, within);
        }
    }

    /** Whether a message answers a request, well or badly. */
    private static boolean answered(Scanned message, Id request) {
        Id id =
                switch (message) {
                    case Response answer -> answer.id();
                    case Malformed malformed ->
                            malformed.shape() == Malformed.Shape.REQUEST ? null : malformed.id();
                    case Request _, Notification _ -> null;
                };
        return id != null && id.equals(request);
    }

    private boolean isInitialize(Id id) {
        return initialize != null && id.equals(initialize.id());
    }

    private void shaken(Response answer, Runnable told) {
        if (answer.outcome() instanceof Response.Result) {
            eras.handshake(true);
            pass(told);
        } else {
            blames =
                    answer.outcome() instanceof Response.Failure failure
                            && failure.code() == ErrorCode.INVALID_PARAMS;
            refused(told, false);
        }
    }

    private void pass(Runnable last) {
        discover = null;
        ways.become(new Passing(ways));
        last.run();
    }

    /**
     * The server does not begin a session.
     *
     * @param how tells the client so
     * @param gone whether its link is of no more use
     */
    private void refused(Runnable how, boolean gone) {
        if (refusal != null) {
            // It was asked before what else it speaks.
            pass(how);
            return;
        }
        refusal = how;
        early.forEach(id -> ways.lose(id, Loss.NO_ANSWER, "the server refused to begin a session"));
        early.clear();
        if (gone) {
            reopen();
        } else {
            discover();
        }
    }

    private void reopen() {
        reopened = true;
        discover = ways.nextId();
        ways.reopen(this::discover);
    }

    private void discover() {
        Introduction client = introduction();
        if (client == null) {
            notStateless();
            return;
        }
        Id id = ways.nextId();
        discover = id;
        Frame frame = new Stamp(client).own(id, DISCOVER, params -> {});
        Mirror head = new Mirror(Era.STATELESS_REVISION, DISCOVER, null, List.of());
        ways.send(new Outgoing(frame, id, null, subject(), head));
        if (refusal != null && !reopened) {
            // It was there just now; another may take its time to start.
            ways.after(PATIENCE, () -> silent(id));
        }
    }

    private void silent(Id question) {
        if (discover != null && question.equals(discover)) {
            undiscovered(Loss.NO_ANSWER, "the server does not answer");
        }
    }

    private @Nullable Introduction introduction() {
        return initialize == null ? null : Introduction.of(initialize);
    }

    private @Nullable SubjectToken subject() {
        return first == null ? null : first.subject();
    }

    private void discovered(@Nullable Discovery server) {
        Introduction client = introduction();
        if (server == null || client == null || initialize == null) {
            eras.discovered(null);
            notStateless();
            return;
        }
        eras.discovered(server.result().frame());
        if (refusal != null && !blames) {
            // Else it was not asked, and may begin sessions by now.
            eras.handshake(false);
        }
        byte[] result = server.initialized(client.agreed(), ways.server());
        discover = null;
        ways.become(new Translating(ways, eras, client, server, subject()));
        ways.tell(Replies.result(initialize.id(), result).bytes(), null);
    }

    private void notStateless() {
        discover = null;
        if (refusal != null) {
            pass(refusal);
        } else if (first != null) {
            eras.forget();
            refusal = () -> {};
            ways.send(first);
        }
    }

    @Override
    public void oversized(byte[] head, byte[] tail) {
        if (discover == null) {
            ways.tellOversized(head, tail);
        }
    }

    @Override
    public void lost(Id request, Loss loss, String reason) {
        if (discover != null) {
            if (request.equals(discover)) {
                undiscovered(loss, reason);
            }
        } else if (isInitialize(request)) {
            Runnable told = () -> ways.lose(request, loss, reason);
            switch (loss) {
                case TURNED_AWAY -> refused(told, false);
                case NO_ANSWER -> refused(told, true);
                case NOT_SENT, BROKEN -> pass(told);
            }
        } else {
            early.remove(request);
            ways.lose(request, loss, reason);
        }
    }

    /** Our question has no answer. */
    private void undiscovered(Loss loss, String reason) {
        boolean away = loss == Loss.NOT_SENT || loss == Loss.BROKEN;
        Id asked = initialize == null ? null : initialize.id();
        if (away && refusal != null && !reopened) {
            reopen();
        } else if (away && refusal == null && asked != null) {
            // Nothing is known but that it is not there.
            pass(() -> ways.lose(asked, loss, reason));
        } else {
            // What is no answer to the question says nothing of the era.
            notStateless();
        }
    }

    @Override
    public void ended(String reason) {
        Runnable end = () -> ways.end(reason);
        if (first == null || reopened) {
            pass(refusal == null || discover == null ? end : both(refusal, end));
        } else if (discover == null) {
            refused(end, true);
        } else {
            reopen();
        }
    }

    private static Runnable both(Runnable one, Runnable other) {
        return () -> {
            one.run();
            other.run();
        };
    }
}
