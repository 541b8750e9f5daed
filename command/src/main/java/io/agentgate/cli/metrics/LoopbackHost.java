package io.agentgate.cli.metrics;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names under which this machine may be asked about itself. */
final class LoopbackHost {
    private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    private LoopbackHost() {}

    /** Whether there is one {@code Host} header, and it names this machine, at whatever port. */
    static boolean isNamedBy(@Nullable List<String> headers) {
        if (headers == null || headers.size() != 1) {
            return false;
        }
        String host = headers.getFirst();
        int port = host.lastIndexOf(':');
        boolean withPort = port > host.lastIndexOf(']');
        String name = withPort ? host.substring(0, port) : host;
        return NAMES.contains(name.toLowerCase(Locale.ROOT))
                && (!withPort || host.substring(port + 1).matches("\\d{1,5}"));
    }
}
