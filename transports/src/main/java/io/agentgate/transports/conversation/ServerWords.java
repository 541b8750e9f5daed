package io.agentgate.transports.conversation;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.agentgate.gateway.call.Session;
import io.agentgate.gateway.lifting.LiftingNotices;
import io.agentgate.gateway.lifting.LiftingQuestions;
import io.agentgate.protocol.ErrorCode;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.LogLevel;
import io.agentgate.protocol.Notification;
import io.agentgate.protocol.Peer;
import io.agentgate.protocol.Replies;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Scanner;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a server says in a session that is held for stateless requests, beside its answers: whose it
 * is, and whether any client may hear it. Used at the conversation's home.
 */
final class ServerWords {
    private static final byte[] EMPTY = "{}".getBytes(US_ASCII);

    private final Bridge bridge;
    private final HeldCalls held;
    private final Listeners listeners;
    private final Scanner scanner = new Scanner(Session.SERVER_LIMITS, Peer.SERVER);

    ServerWords(Bridge bridge, HeldCalls held, Listeners listeners) {
        this.bridge = bridge;
        this.held = held;
        this.listeners = listeners;
    }

    /** It reports progress of a request. */
    boolean report(Id id, Frame frame) {
        Carried request = bridge.request(id);
        Id token = request == null ? null : request.token();
        LonePost post = request == null ? null : request.post();
        if (post != null
                && token != null
                && scanner.scan(frame.bytes()) instanceof Notification progress) {
            post.notice(LiftingNotices.progress(progress, token));
        }
        return true;
    }

    /** It asks something; false if nobody can be asked. */
    boolean ask(Id id, Frame frame, @Nullable Id within) {
        if (!(scanner.scan(frame.bytes()) instanceof Request question)) {
            return false;
        }
        if (question.method().equals("ping")) {
            bridge.say(Replies.result(id, EMPTY));
            return true;
        }
        if (!LiftingQuestions.isQuestion(question)) {
            bridge.say(
                    Replies.error(
                            id,
                            ErrorCode.METHOD_NOT_FOUND,
                            "the client knows no such method",
                            null));
            return true;
        }
        Carried about = within == null ? only() : bridge.request(within);
        return about != null
                && LiftingQuestions.mayAsk(about.method())
                && held.ask(about, question);
    }

    /** It says something unasked; false if it is nothing. */
    boolean notice(Frame frame, @Nullable Id within) {
        if (!(scanner.scan(frame.bytes()) instanceof Notification notice)) {
            return false;
        }
        switch (notice.method()) {
            case "notifications/message" -> log(notice, within);
            case "notifications/cancelled" -> {
                Id withdrawn = notice.params().requestId();
                if (withdrawn != null) {
                    held.withdraw(withdrawn);
                }
            }
            case "notifications/tools/list_changed",
                    "notifications/prompts/list_changed",
                    "notifications/resources/list_changed",
                    "notifications/resources/updated" ->
                    listeners.tell(notice);
            default -> {
                if (LiftingNotices.isOfRequests(notice)) {
                    tell(about(within, each -> true), notice);
                }
            }
        }
        return true;
    }

    private void log(Notification message, @Nullable Id within) {
        LogLevel of = LiftingNotices.level(message);
        Carried about = about(within, each -> each.level() != null);
        LogLevel asked = about == null ? null : about.level();
        if (of != null && asked != null && of.reaches(asked)) {
            tell(about, message);
        }
    }

    private static void tell(@Nullable Carried about, Notification notice) {
        LonePost post = about == null ? null : about.post();
        if (post != null) {
            post.notice(notice.frame());
        }
    }

    private @Nullable Carried about(@Nullable Id within, Predicate<Carried> otherwise) {
        return within == null ? latest(otherwise) : bridge.request(within);
    }

    /**
     * The request that a question can be about where the server does not say which; null if it can
     * be about several: nobody is to answer what was asked of somebody else.
     */
    private @Nullable Carried only() {
        Carried only = null;
        for (Carried each : bridge.inProgress()) {
            if (each.post() != null && LiftingQuestions.mayAsk(each.method())) {
                if (only != null) {
                    return null;
                }
                only = each;
            }
        }
        return only;
    }

    /**
     * A server with one stream for all does not say which request it speaks of: most likely of the
     * latest.
     */
    private @Nullable Carried latest(Predicate<Carried> which) {
        Carried latest = null;
        for (Carried each : bridge.inProgress()) {
            latest = which.test(each) ? each : latest;
        }
        return latest;
    }
}
