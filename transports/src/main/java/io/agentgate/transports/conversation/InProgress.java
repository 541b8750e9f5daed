package io.agentgate.transports.conversation;

import io.agentgate.gateway.Ruling.Bearing;
import io.agentgate.gateway.federation.Federation;
import io.agentgate.protocol.ErrorCode;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.Malformed;
import io.agentgate.protocol.Notification;
import io.agentgate.protocol.Peer;
import io.agentgate.protocol.Replies;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Response;
import io.agentgate.protocol.Scanner;
import io.agentgate.transports.entrance.Rejection;
import io.agentgate.transports.exchange.EventLoop;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a client said on the one channel where it hears everything, until it is settled: the loop
 * counts it as in progress. Bounded by what doors let through. Used at the conversation's home.
 */
final class InProgress {
    private final EventLoop home;
    private final Map<Id, Said> requests = new HashMap<>();

    InProgress(EventLoop home) {
        this.home = home;
    }

    /** One message that was said. */
    abstract static class Said implements Speaker {
        private final EventLoop home;
        private final byte[] message;
        private boolean settled;

        Said(InProgress all, byte[] message) {
            this.home = all.home;
            this.message = message;
            home.began();
        }

        /** Nothing more comes of it. */
        final void settle() {
            if (!settled) {
                settled = true;
                home.ended();
            }
        }

        /** The id of the request that it is; null if it is none. */
        final @Nullable Id request() {
            Scanner scanner = new Scanner(Federation.CLIENT_LIMITS, Peer.CLIENT);
            return switch (scanner.scan(message)) {
                case Request request -> request.id();
                case Malformed broken when broken.shape() == Malformed.Shape.REQUEST -> broken.id();
                case Malformed _, Notification _, Response _ -> null;
            };
        }

        /** What answers it where it goes no further; null if it asks for no answer. */
        final @Nullable Frame answer(Rejection rejection) {
            Id id = request();
            return id == null ? null : Replies.error(id, code(rejection), rejection.reason(), null);
        }

        private static int code(Rejection rejection) {
            return rejection.status() < 500 ? ErrorCode.INVALID_REQUEST : rejection.status();
        }
    }

    /** A request goes on to be answered. */
    void asked(Id request, Speaker speaker) {
        if (speaker instanceof Said said) {
            requests.put(request, said);
        }
    }

    /** The client is told something, which may be an answer. */
    void told(Bearing bearing) {
        if (bearing instanceof Bearing.Answers answer) {
            Said answered = requests.remove(answer.id());
            if (answered != null) {
                answered.settle();
            }
        }
    }

    /** Waits no longer for requests that are in progress no more. */
    void endOthersThan(Predicate<Id> inProgress) {
        requests.entrySet()
                .removeIf(
                        each -> {
                            boolean over = !inProgress.test(each.getKey());
                            if (over) {
                                each.getValue().settle();
                            }
                            return over;
                        });
    }

    /** Waits for nothing any more. */
    void end() {
        requests.values().forEach(Said::settle);
        requests.clear();
    }
}
