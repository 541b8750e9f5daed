package io.agentgate.transports.conversation;

import io.agentgate.gateway.lifting.DeclaredCapabilities;
import io.agentgate.gateway.lifting.Lifted;
import io.agentgate.gateway.lifting.LiftingQuestions;
import io.agentgate.gateway.lifting.RequestsLowering;
import io.agentgate.protocol.ErrorCode;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.Replies;
import io.agentgate.protocol.Request;
import io.agentgate.transports.conversation.Carried.Question;
import io.agentgate.transports.entrance.Rejection;
import io.agentgate.transports.session.StateSeal;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Calls that stay open at the server while their clients find out what the server asks (MCP
 * 2026-07-28, multi round-trip requests). Bounded, in number and in time. Used at the
 * conversation's home.
 */
final class HeldCalls {
    /** Most calls that are held in one conversation. */
    static final int MAX_HELD = 64;

    /** A call whose client does not come back for so long is given up. */
    static final Duration HELD_FOR = Duration.ofMinutes(10);

    /** What is asked within so long is told together. */
    private static final Duration TOGETHER = Duration.ofMillis(20);

    private static final String TOO_MANY = "too many calls wait for their clients";

    private final Bridge bridge;
    private final Map<Long, Carried> held = new HashMap<>();
    private long last;

    /**
     * A request that is sent again, with answers.
     *
     * @param state what its client was given with the questions; opened, and of this request
     */
    record Retry(Request request, DeclaredCapabilities capabilities, StateSeal.Facts state) {}

    HeldCalls(Bridge bridge) {
        this.bridge = bridge;
    }

    int size() {
        return held.size();
    }

    /**
     * A server asks something about a request.
     *
     * @return false if nobody can be asked
     */
    boolean ask(Carried request, Request question) {
        byte[] missing = request.capabilities().missing(question);
        if (missing != null) {
            refuse(question.id());
            give(request, missing);
            return true;
        }
        if (request.questions.size() >= Carried.MAX_QUESTIONS) {
            return false;
        }
        boolean first = request.questions.isEmpty();
        request.questions.put(
                request.nextKey(),
                new Question(question.id(), LiftingQuestions.question(question)));
        if (first) {
            tellSoon(request);
        }
        return true;
    }

    /**
     * A server answers a request by wanting URLs opened first, for which its client is asked.
     *
     * @param answer to the request, which is not in progress any more
     * @return false if that is not what it says, or nobody can be asked for it
     */
    boolean wantUrls(Carried request, Frame answer) {
        List<byte[]> urls =
                LiftingQuestions.mayAsk(request.method())
                        ? LiftingQuestions.urls(answer, Carried.MAX_QUESTIONS)
                        : List.of();
        if (urls.isEmpty()) {
            return false;
        }
        settle(request);
        byte[] missing = request.capabilities().missingForUrls();
        if (missing != null) {
            answerMissing(request, missing);
            return true;
        }
        request.wantUrls();
        urls.forEach(url -> request.questions.put(request.nextKey(), new Question(null, url)));
        tell(request);
        return true;
    }

    private void refuse(@Nullable Id question) {
        if (question == null) {
            return;
        }
        bridge.say(
                Replies.error(
                        question,
                        ErrorCode.INTERNAL_ERROR,
                        "the client cannot be asked this",
                        null));
    }

    private void give(Carried request, byte[] missing) {
        bridge.cancel(request, "the client cannot be asked what the server asks");
        answerMissing(request, missing);
    }

    private static void answerMissing(Carried request, byte[] missing) {
        request.answer(
                id ->
                        new Lifted(
                                400,
                                Replies.error(
                                        id,
                                        ErrorCode.MISSING_CLIENT_CAPABILITY,
                                        "the server asks for what the client does not declare",
                                        missing)));
    }

    /** Servers ask several things at once, but in several messages. */
    private void tellSoon(Carried request) {
        Future<?> _ = bridge.home().after(TOGETHER, () -> tell(request));
    }

    private void tell(Carried request) {
        LonePost post = request.post();
        boolean open = request.wantsUrls() || bridge.isInProgress(request);
        if (post == null || request.questions.isEmpty() || !open) {
            return;
        }
        if (held.size() >= MAX_HELD) {
            bridge.cancel(request, TOO_MANY);
            post.rejected(new Rejection(503, TOO_MANY, "Retry-After", "60"));
            return;
        }
        last++;
        held.put(last, request);
        request.hold(
                bridge.home()
                        .after(
                                HELD_FOR,
                                () -> bridge.cancel(request, "the client did not come back")));
        Map<String, byte[]> questions = new LinkedHashMap<>();
        request.questions.forEach((key, question) -> questions.put(key, question.json()));
        String state = bridge.all().state(bridge.client(), request.digest(), last);
        Frame told = LiftingQuestions.inputRequired(post.id(), questions, state, bridge.server());
        post.answer(new Lifted(200, told));
        bridge.count();
    }

    /** A client comes back. */
    void resume(Retry retry, LonePost post) {
        Carried request = held.remove(retry.state().call());
        if (request == null) {
            post.invalid("requestState is of a call that waits for nothing");
            return;
        }
        request.resume(post, retry.request(), retry.capabilities());
        if (request.wantsUrls()) {
            opened(request, retry, post);
            return;
        }
        Function<Id, Lifted> answer = request.answer();
        if (answer == null) {
            answer(request, RequestsLowering.inputResponses(retry.request()));
        } else {
            post.answer(answer.apply(post.id()));
        }
        bridge.follow(request, post);
    }

    private void answer(Carried request, Map<String, byte[]> responses) {
        responses.forEach(
                (key, json) -> {
                    Question answered = request.questions.remove(key);
                    Id asked = answered == null ? null : answered.id();
                    if (asked != null) {
                        bridge.say(Replies.result(asked, json));
                    }
                });
        if (!request.questions.isEmpty()) {
            // What is missing is asked for again, with what was asked since.
            tellSoon(request);
        }
    }

    /** Once all URLs were opened, the request is another one to the server, and to its door. */
    private void opened(Carried request, Retry retry, LonePost post) {
        Map<String, byte[]> responses = RequestsLowering.inputResponses(retry.request());
        for (String key : List.copyOf(request.questions.keySet())) {
            byte[] response = responses.get(key);
            if (response == null) {
                continue;
            }
            String action = LiftingQuestions.action(response);
            if (!action.equals("accept")) {
                post.answer(Lifted.error(post.id(), ErrorCode.INTERNAL_ERROR, refusal(action)));
                return;
            }
            request.questions.remove(key);
        }
        if (request.questions.isEmpty()) {
            bridge.again(retry.request(), retry.capabilities(), post);
        } else {
            tell(request);
        }
    }

    private static String refusal(String action) {
        String what =
                switch (action) {
                    case "decline" -> "declined";
                    case "cancel" -> "cancelled";
                    default -> "did not accept";
                };
        return "the server wants a URL opened first, which the user " + what;
    }

    /** A server does not ask any more. */
    void withdraw(Id question) {
        for (Carried each : bridge.inProgress()) {
            each.questions.values().removeIf(asked -> isOf(asked, question));
        }
    }

    private static boolean isOf(Question asked, Id question) {
        Id id = asked.id();
        return id != null && id.equals(question);
    }

    /** A request is answered, so that nothing has to be known for it. */
    void settle(Carried request) {
        List<Question> open = List.copyOf(request.questions.values());
        request.questions.clear();
        open.forEach(question -> refuse(question.id()));
    }

    /** A request is given up. */
    void forget(Carried request) {
        settle(request);
        request.forgetEnd();
        held.values().remove(request);
    }

    /** The conversation is over. */
    void close() {
        held.values().forEach(Carried::forgetEnd);
        held.clear();
    }
}
