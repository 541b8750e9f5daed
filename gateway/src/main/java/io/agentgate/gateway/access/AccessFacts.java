package io.agentgate.gateway.access;

import io.agentgate.gateway.call.Call;
import io.agentgate.gateway.call.SessionIdentity;
import io.agentgate.policy.Background;
import io.agentgate.policy.Caller;
import io.agentgate.policy.Facts;
import io.agentgate.policy.Target;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Params;
import io.agentgate.protocol.Span;
import io.agentgate.protocol.Value;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What rules may know of a request. */
final class AccessFacts {
    private AccessFacts() {}

    static Facts of(Call call) {
        Frame frame = call.request().frame();
        Params params = call.request().params();
        Span arguments = call.target().method().hasArguments() ? params.arguments() : params.span();
        return new Facts(
                call.origin().server(),
                call.target(),
                new Caller(call.origin().agent(), call.origin().caller(), call.roles()),
                () -> arguments == null ? null : ArgumentValues.read(frame, arguments),
                call.time(),
                frame.plainText(),
                call.background());
    }

    /** Of a question within an answer of the server. */
    static Facts of(SessionIdentity session, Target target, @Nullable Value params, Instant now) {
        return new Facts(
                session.server(),
                target,
                new Caller(session.agent(), session.caller(), session.roles()),
                () -> params == null ? null : ArgumentValues.read(params.frame(), params.span()),
                now,
                null,
                Background.NONE);
    }
}
