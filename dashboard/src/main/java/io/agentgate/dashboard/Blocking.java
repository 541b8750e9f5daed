package io.agentgate.dashboard;

import io.agentgate.gateway.audit.AuditLogException;
import io.agentgate.gateway.killswitch.SwitchBoardException;
import io.agentgate.gateway.killswitch.SwitchBoardFullException;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** The way to files and databases that keeps the event loop free. */
final class Blocking {
    private final Vertx vertx;

    Blocking(Vertx vertx) {
        this.vertx = vertx;
    }

    /**
     * Does something in the name of who asked that may take its time, and then something on the
     * event loop; what fails is answered with a status.
     */
    <A> void then(RoutingContext asked, Callable<A> task, Consumer<A> answer) {
        Visitor visitor = Visitor.of(asked);
        vertx.executeBlocking(() -> visitor.run(task), false)
                .onSuccess(answer::accept)
                .onFailure(failed -> fail(asked, failed));
    }

    /** Answers with the status of what failed. */
    static void fail(RoutingContext asked, Throwable failed) {
        Answer.error(asked, status(failed), words(failed));
    }

    private static int status(Throwable failed) {
        return switch (failed) {
            case SwitchBoardFullException _ -> 409;
            case RefusedException refused -> refused.status();
            case Exception wrapped when wrapped.getCause() instanceof RefusedException refused ->
                    refused.status();
            case AuditLogException _ -> 503;
            default -> 500;
        };
    }

    private static String words(Throwable failed) {
        boolean known =
                failed instanceof AuditLogException
                        || failed instanceof SwitchBoardException
                        || failed instanceof RefusedException;
        return known ? String.valueOf(failed.getMessage()) : "a fault of the dashboard";
    }
}
