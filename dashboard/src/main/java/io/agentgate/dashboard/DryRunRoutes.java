package io.agentgate.dashboard;

import io.agentgate.policy.PolicyException;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The route of calls that are judged and not made. */
final class DryRunRoutes {
    private static final int MAX_BYTES = 1 << 20;

    private final DryRun dryRun;
    private final Blocking blocking;

    DryRunRoutes(DryRun dryRun, Blocking blocking) {
        this.dryRun = dryRun;
        this.blocking = blocking;
    }

    void mount(Router router) {
        JsonBody.post(router, "/api/dry-run", MAX_BYTES, this::judge);
    }

    private void judge(RoutingContext asked) {
        if (!Parameters.areKnown(asked)) {
            return;
        }
        String call = text(asked.body().buffer());
        if (call == null) {
            Answer.error(asked, 400, "the call is not UTF-8 text");
            return;
        }
        blocking.then(asked, () -> told(call), told -> Answer.send(asked, told));
    }

    private Answer.Ready told(String call) {
        try {
            return new Answer.Ready(200, dryRun.explain(call));
        } catch (PolicyException wrong) {
            return Answer.Ready.error(400, String.valueOf(wrong.getMessage()));
        } catch (IOException unusable) {
            return Answer.Ready.error(500, String.valueOf(unusable.getMessage()));
        }
    }

    private static @Nullable String text(@Nullable Buffer body) {
        if (body == null) {
            return "";
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body.getBytes()))
                    .toString();
        } catch (CharacterCodingException notText) {
            return null;
        }
    }
}
