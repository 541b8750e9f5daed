package io.agentgate.cluster.redis;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A message that this replica has offered, until one takes it or all have said no. Thread safe. */
final class OpenOffer {
    private final Promise<Boolean> taken = Promise.promise();
    private final Set<String> refused = new HashSet<>();
    private @Nullable Set<String> asked;

    Future<Boolean> taken() {
        return taken.future();
    }

    /** Says who was asked; some of them may have answered already. */
    void asked(Set<String> names) {
        synchronized (this) {
            asked = names;
        }
        settleIfAllRefused();
    }

    void answered(String name, boolean yes) {
        if (yes) {
            taken.tryComplete(true);
            return;
        }
        synchronized (this) {
            refused.add(name);
        }
        settleIfAllRefused();
    }

    private void settleIfAllRefused() {
        boolean all;
        synchronized (this) {
            all = asked != null && refused.containsAll(asked);
        }
        if (all) {
            taken.tryComplete(false);
        }
    }

    void turnDown() {
        taken.tryComplete(false);
    }

    void fail(Throwable why) {
        taken.tryFail(why);
    }
}
