package io.agentgate.gateway.call;

import io.agentgate.policy.Method;
import io.agentgate.policy.Target;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Span;
import io.agentgate.protocol.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds what requests are about, as rules name it. */
public final class Targets {
    private static final String LISTEN = "subscriptions/listen";

    private Targets() {}

    /**
     * All that a request is about: several resources if it is {@code subscriptions/listen}, nothing
     * if no rule can be about it.
     */
    public static List<Target> of(Request request) {
        Span params = request.params().span();
        if (request.method().equals(LISTEN)) {
            return params == null ? List.of() : subscriptions(new Value(request.frame(), params));
        }
        Method method = Method.of(request.method());
        return method == null ? List.of() : List.of(new Target(method, name(method, request)));
    }

    /** What names nothing is about the empty name, which rules for all are about, too. */
    private static String name(Method method, Request request) {
        String name =
                switch (method) {
                    case TOOLS_CALL, PROMPTS_GET -> request.params().name();
                    case RESOURCES_READ, RESOURCES_SUBSCRIBE -> request.params().uri();
                    case COMPLETION_COMPLETE -> reference(request);
                    case SAMPLING_CREATE_MESSAGE, ELICITATION_CREATE, ROOTS_LIST -> null;
                };
        return name == null ? "" : name;
    }

    private static @Nullable String reference(Request request) {
        Span params = request.params().span();
        Value reference = params == null ? null : new Value(request.frame(), params).member("ref");
        if (reference == null) {
            return null;
        }
        Value uri = reference.member("uri");
        Value named = uri == null ? reference.member("name") : uri;
        return named == null ? null : named.text();
    }

    private static List<Target> subscriptions(Value params) {
        List<Target> targets = new ArrayList<>();
        Value resources = params.member("notifications", "resourceSubscriptions");
        if (resources != null) {
            resources.eachElement(
                    uri -> {
                        String text = uri.text();
                        targets.add(
                                new Target(Method.RESOURCES_SUBSCRIBE, text == null ? "" : text));
                    });
        }
        return targets;
    }
}
