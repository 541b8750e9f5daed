package io.agentgate.transports.exchange;

import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What is watched on one loop, in a ring. Used on that loop. */
public final class Watch {
    private final Watched start = new Start();
    private final Consumer<RuntimeException> faults;
    private @Nullable Watched due;

    /** Where the ring begins and ends. */
    private static final class Start extends Watched {
        @Override
        protected void look() {
            // Nothing is in progress here.
        }
    }

    /**
     * @param faults hears of looks that fail
     */
    Watch(Consumer<RuntimeException> faults) {
        this.faults = faults;
        start.before = start;
        start.next = start;
    }

    /** Looks at this one from now on. */
    public void begin(Watched one) {
        if (one.next == null) {
            Watched last = Objects.requireNonNull(start.before);
            one.before = last;
            one.next = start;
            last.next = one;
            start.before = one;
        }
    }

    /** Does not any more. Does nothing the second time. */
    public void end(Watched one) {
        Watched next = one.next;
        Watched before = one.before;
        if (next != null && before != null) {
            before.next = next;
            next.before = before;
            one.next = null;
            one.before = null;
            due = one.equals(due) ? next : due;
        }
    }

    /** Looks at each; any of them may end by that. */
    public void look() {
        due = start.next;
        while (due != null && !due.equals(start)) {
            Watched now = due;
            due = now.next;
            try {
                now.look();
            } catch (RuntimeException unexpected) {
                faults.accept(unexpected);
            }
        }
        due = null;
    }
}
