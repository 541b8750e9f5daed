package io.agentgate.gateway.ticket;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tickets for web pages, which can set no header on a WebSocket: each is good once, for half a
 * minute, in place of the credential it was given for. Thread safe.
 *
 * @param <W> for whom or what a ticket is good
 */
public final class Tickets<W> {
    /**
     * What a ticket stands behind where a WebSocket is asked for, as one of its subprotocols: a URL
     * would be written into logs.
     */
    public static final String SUBPROTOCOL = "agentgate.ticket.";

    /** How long a ticket is good. */
    public static final int GOOD_SECONDS = 30;

    private static final int BYTES = 16;

    private final int mostOpen;
    private final SecureRandom random = new SecureRandom();

    /** Oldest first. */
    private final Map<String, Given<W>> open = new LinkedHashMap<>();

    private record Given<W>(W whose, long nanoTime) {}

    /**
     * @param mostOpen how many may be open at once; then the oldest is good no more
     */
    public Tickets(int mostOpen) {
        this.mostOpen = mostOpen;
    }

    /**
     * Gives out a ticket: 32 hexadecimal digits that nobody can guess.
     *
     * @param nanoTime of a monotonic clock
     */
    public synchronized String give(W whose, long nanoTime) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String ticket = HexFormat.of().formatHex(bytes);
        open.put(ticket, new Given<>(whose, nanoTime));
        dropOld(nanoTime);
        return ticket;
    }

    private void dropOld(long nanoTime) {
        Iterator<Given<W>> oldest = open.values().iterator();
        int surplus = open.size() - mostOpen;
        while (oldest.hasNext() && (isOver(oldest.next(), nanoTime) || surplus > 0)) {
            oldest.remove();
            surplus--;
        }
    }

    private static boolean isOver(Given<?> given, long nanoTime) {
        return nanoTime - given.nanoTime() >= TimeUnit.SECONDS.toNanos(GOOD_SECONDS);
    }

    /** For whom a ticket is good, which it is not again; null if it is not. */
    public synchronized @Nullable W take(String ticket, long nanoTime) {
        Given<W> given = open.remove(ticket);
        return given == null || isOver(given, nanoTime) ? null : given.whose();
    }
}
