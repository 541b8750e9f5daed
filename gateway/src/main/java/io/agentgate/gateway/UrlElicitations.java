package io.agentgate.gateway;

import io.agentgate.protocol.ErrorCode;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Mention;
import io.agentgate.protocol.Methods;
import io.agentgate.protocol.Notification;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Response;
import io.agentgate.protocol.Span;
import io.agentgate.protocol.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The questions with which a server sends users to a URL (MCP 2025-11-25 and 2026-07-28, client,
 * elicitation). Clients open it, so it must be a page of the web: what {@code javascript:}, {@code
 * data:} or {@code file:} would do happens on the machine of the user.
 */
final class UrlElicitations {
    /** Why such a question is told to nobody. */
    static final String REASON = "The server asks to open a URL that is not one of http or https";

    private static final String CREATE = "elicitation/create";
    private static final String INPUTS = "inputRequests";
    private static final Mention MENTION = new Mention(INPUTS);

    /** No blanks and no controls: browsers drop some of them before they read on. */
    private static final Pattern OF_THE_WEB =
            Pattern.compile(
                    "[Hh][Tt][Tt][Pp][Ss]?://[^\\x00-\\x20\\x7f/\\\\?#][^\\x00-\\x20\\x7f]*");

    private UrlElicitations() {}

    /** Whether a request of a server leads to anything else than the web. */
    static boolean leadAstray(Request request) {
        Span params = request.params().span();
        return request.method().equals(CREATE)
                && params != null
                && leadsAstray(new Value(request.frame(), params));
    }

    /**
     * Whether an answer does: by the inputs that it asks for, or as the error that wants URLs
     * opened first.
     */
    static boolean leadAstray(Response answer) {
        return switch (answer.outcome()) {
            case Response.Result(Span result) -> inputsLeadAstray(answer.frame(), result);
            case Response.Failure(Span error, int code) ->
                    code == ErrorCode.URL_ELICITATION_REQUIRED
                            && elements(
                                            new Value(answer.frame(), error)
                                                    .member("data", "elicitations"))
                                    .stream()
                                    .anyMatch(UrlElicitations::leadsAstray);
        };
    }

    /** Whether a notification does: that of a task says what its task waits for. */
    static boolean leadAstray(Notification notification) {
        Span params = notification.params().span();
        return params != null && inputsLeadAstray(notification.frame(), params);
    }

    private static boolean inputsLeadAstray(Frame frame, Span object) {
        if (!MENTION.mayStandIn(frame, object)) {
            // So it is with most answers, which are not read.
            return false;
        }
        Value inputs = new Value(frame, object).member(INPUTS);
        return inputs != null
                && inputs.members().values().stream().anyMatch(UrlElicitations::isAstray);
    }

    private static boolean isAstray(Value input) {
        Value method = input.member("method");
        Value params = input.member("params");
        String name = method == null ? null : method.text();
        return name != null
                && params != null
                && (name.equals(CREATE) || CREATE.equals(Methods.lookalike(name)))
                && leadsAstray(params);
    }

    private static List<Value> elements(@Nullable Value array) {
        List<Value> elements = new ArrayList<>();
        if (array != null) {
            array.eachElement(elements::add);
        }
        return elements;
    }

    /** A URL is looked at whatever the mode is: a lax client could open it all the same. */
    private static boolean leadsAstray(Value question) {
        Value url = question.member("url");
        if (url == null) {
            Value mode = question.member("mode");
            return mode != null && "url".equals(mode.text());
        }
        String text = url.text();
        return text == null || !OF_THE_WEB.matcher(text).matches();
    }
}
