package io.agentgate.gateway.federation;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** One server's name, with all that is put before what is the server's. */
final class ServerName {
    final int order;
    final String text;
    final String scheme;
    private final byte[] beforeNames;
    private final byte[] beforeUris;
    private final byte[] beforeTasks;

    ServerName(int order, String text) {
        this.order = order;
        this.text = text;
        scheme = ServerNames.scheme(text);
        beforeNames = (text + ServerNames.SEPARATOR).getBytes(US_ASCII);
        beforeUris = (scheme + Roster.BEHIND_SCHEME).getBytes(US_ASCII);
        beforeTasks = (text + Roster.BEFORE_TASK).getBytes(US_ASCII);
    }

    /** What stands before a name, a URI or a task id of the server, as the client sees it. */
    byte[] prefix(Carrier carrier) {
        return switch (carrier) {
            case NAME -> beforeNames;
            case URI -> beforeUris;
            case TASK -> beforeTasks;
        };
    }

    /** Whether a text begins with the prefix; in a URI, without regard to case. */
    boolean owns(Carrier carrier, String text) {
        byte[] prefix = prefix(carrier);
        if (text.length() < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if (!same(carrier, text.charAt(i), (char) prefix[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean same(Carrier carrier, char unit, char own) {
        return unit == own || (carrier == Carrier.URI && unit != '_' && lower(unit) == lower(own));
    }

    private static char lower(char unit) {
        return unit >= 'A' && unit <= 'Z' ? (char) (unit | 0x20) : unit;
    }

    @Override
    public String toString() {
        return text;
    }
}
