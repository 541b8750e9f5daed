package io.agentgate.transports.upstream;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/**
 * Whether a server can be reached, told to people when it changes. All event loops tell it of their
 * new connections, and of those that cannot be made; thread safe.
 *
 * <pre>
 * reached ──(no connection: said)──→ missed ──(a connection: said)──→ reached
 * </pre>
 *
 * <p>A server that comes and goes is said to be missed once in ten seconds at most, and to be back
 * once for each of these.
 */
public final class Reachability implements Contact {
    private static final long QUIET_NANOS = Duration.ofSeconds(10).toNanos();

    /** The call of the system that failed, as Netty names it; what follows is for people. */
    private static final Pattern OF_THE_SYSTEM =
            Pattern.compile("^\\w+\\(\\.\\.\\) failed with error\\(-?\\d+\\): ");

    private final String server;
    private final Consumer<String> news;
    private final LongSupplier nanoTime;
    private volatile boolean missed;
    private long lastMissed;

    /**
     * @param server its name in records
     * @param news takes a line for people; called on event loops
     */
    public Reachability(String server, Consumer<String> news, LongSupplier nanoTime) {
        this.server = server;
        this.news = news;
        this.nanoTime = nanoTime;
        this.lastMissed = nanoTime.getAsLong() - QUIET_NANOS;
    }

    @Override
    public void reached() {
        if (missed) {
            tellOfReturn();
        }
    }

    @Override
    public void missed(Throwable why) {
        if (!missed) {
            tellOfLoss(why);
        }
    }

    /** What went wrong, for people. */
    static String words(Throwable why) {
        return OF_THE_SYSTEM.matcher(String.valueOf(why.getMessage())).replaceFirst("");
    }

    private synchronized void tellOfReturn() {
        if (missed) {
            missed = false;
            news.accept("server " + server + " is reached again");
        }
    }

    private synchronized void tellOfLoss(Throwable why) {
        long now = nanoTime.getAsLong();
        if (!missed && now - lastMissed >= QUIET_NANOS) {
            missed = true;
            lastMissed = now;
            news.accept(
                    "server "
                            + server
                            + " is not reached, its calls fail until it is: "
                            + words(why));
        }
    }
}
