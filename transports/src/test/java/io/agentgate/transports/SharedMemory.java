package io.agentgate.transports;

import io.agentgate.gateway.session.Replicas;
import io.agentgate.gateway.session.SessionDirectory;
import io.agentgate.gateway.session.SessionDirectoryException;
import io.agentgate.gateway.session.SharedSession;
import io.agentgate.transports.session.Membership;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What several gateways of one test know together, and may lose the sight of. */
final class SharedMemory {
    private final Map<String, SharedSession> sessions = new ConcurrentHashMap<>();
    private final Map<String, Consumer<String>> listeners = new ConcurrentHashMap<>();
    private final Map<String, Replicas.Taker> takers = new ConcurrentHashMap<>();
    private volatile boolean outOfReach;

    /** The place of one gateway. */
    Membership member(String name) {
        return new Membership(name, new Directory(name), new Others(name), true);
    }

    /** From now on, whoever asks hears nothing. */
    void loseSight() {
        outOfReach = true;
    }

    private <T> CompletionStage<T> answer(@Nullable T known) {
        return outOfReach
                ? CompletableFuture.failedStage(new SessionDirectoryException("out of reach"))
                : CompletableFuture.completedStage(known);
    }

    private final class Directory implements SessionDirectory {
        private final String name;

        Directory(String name) {
            this.name = name;
        }

        @Override
        public CompletionStage<Void> begin(String session, SharedSession state) {
            if (!outOfReach) {
                sessions.put(session, state);
            }
            return answer(null);
        }

        @Override
        public CompletionStage<@Nullable SharedSession> find(String session) {
            return answer(sessions.get(session));
        }

        @Override
        public void used(String session) {
            // Nothing here grows old.
        }

        @Override
        public CompletionStage<Void> end(String session) {
            sessions.remove(session);
            listeners.forEach(
                    (other, listener) -> {
                        if (!other.equals(name)) {
                            listener.accept(session);
                        }
                    });
            return answer(null);
        }

        @Override
        public void onEnd(Consumer<String> listener) {
            listeners.put(name, listener);
        }

        @Override
        public void close() {
            listeners.remove(name);
        }
    }

    private final class Others implements Replicas {
        private final String name;

        Others(String name) {
            this.name = name;
        }

        @Override
        public CompletionStage<Boolean> offer(String session, byte[] message) {
            if (outOfReach) {
                return answer(false);
            }
            Map<String, Taker> others = new HashMap<>(takers);
            others.remove(name);
            CompletionStage<Boolean> taken = CompletableFuture.completedStage(false);
            for (Taker other : others.values()) {
                taken =
                        taken.thenCombine(
                                other.take(session, message), (before, here) -> before || here);
            }
            return taken;
        }

        @Override
        public void onOffer(Taker taker) {
            takers.put(name, taker);
        }

        @Override
        public Set<String> live() {
            return Set.copyOf(takers.keySet());
        }

        @Override
        public void close() {
            takers.remove(name);
        }
    }
}
