package io.agentgate.gateway;

import io.agentgate.protocol.Id;
import io.agentgate.protocol.Span;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A guess at the id of a message that is too large to be read. Peers write it near one of the ends;
 * a wrong guess ends in an error for a request that would otherwise wait in vain, never in a
 * message passed on.
 */
final class OversizedLine {
    private static final Pattern ID =
            Pattern.compile("\"id\"\\s*:\\s*(-?\\d{1,18}|\"[^\"\\\\]{1,128}\")");

    private OversizedLine() {}

    /** Ids that stand in the ends, the likeliest first. */
    static List<Id> ids(byte[] head, byte[] tail) {
        List<Id> ids = new ArrayList<>();
        for (byte[] end : List.of(tail, head)) {
            Matcher matcher = ID.matcher(new String(end, StandardCharsets.ISO_8859_1));
            while (matcher.find()) {
                Id id = Id.fromToken(end, new Span(matcher.start(1), matcher.end(1)));
                if (id != null) {
                    ids.add(id);
                }
            }
        }
        return ids;
    }
}
