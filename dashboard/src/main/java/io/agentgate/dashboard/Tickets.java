package io.agentgate.dashboard;

import io.agentgate.protocol.JsonWriter;
import io.vertx.ext.web.Router;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Tickets for pages, which can set no header on a WebSocket: each is good once, for half a minute.
 */
final class Tickets {
    private static final int BYTES = 16;
    private static final int MAX_OPEN = 100;
    private static final long GOOD_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final LongSupplier nanoTime;
    private final SecureRandom random = new SecureRandom();

    /** When each was given out, oldest first. */
    private final Map<String, Long> open = new LinkedHashMap<>();

    Tickets(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void mount(Router router) {
        router.post("/api/ws/ticket")
                .handler(
                        asked -> {
                            JsonWriter json = new JsonWriter().beginObject();
                            json.name("ticket").value(give());
                            json.name("expires_in")
                                    .value(TimeUnit.NANOSECONDS.toSeconds(GOOD_NANOS));
                            Answer.json(asked, json.endObject());
                        });
    }

    synchronized String give() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String ticket = HexFormat.of().formatHex(bytes);
        open.put(ticket, nanoTime.getAsLong());
        Iterator<String> oldest = open.keySet().iterator();
        while (open.size() > MAX_OPEN) {
            oldest.next();
            oldest.remove();
        }
        return ticket;
    }

    /** Whether it is good; it is not again. */
    synchronized boolean take(String ticket) {
        Long given = open.remove(ticket);
        return given != null && nanoTime.getAsLong() - given < GOOD_NANOS;
    }
}
