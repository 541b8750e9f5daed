package io.agentgate.gateway.quota;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.agentgate.gateway.audit.CallOrigin;
import io.agentgate.policy.Effect;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

/** How limits are told apart. No name has a line end in it, so no two of them have the same key. */
final class Keys {
    private static final int MAX_NAME = 256;

    private Keys() {}

    /**
     * The key of a call's share.
     *
     * @param limit what sets the limit
     * @param per of what each has a share of its own
     */
    static String of(String limit, Set<Effect.Per> per, CallOrigin origin) {
        String key = limit;
        if (per.contains(Effect.Per.AGENT)) {
            key += "\nagent " + origin.agent();
        }
        if (per.contains(Effect.Per.SERVER)) {
            key += "\nserver " + origin.server();
        }
        return per.contains(Effect.Per.TOOL) ? key + "\ntool " + shortened(origin.tool()) : key;
    }

    /** Names of resources have any length, keys of buckets have not. */
    private static String shortened(String name) {
        return name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME) + digest(name);
    }

    /** Equal for equal texts only. */
    static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            // Every Java platform has this algorithm (java.security.MessageDigest).
            throw new IllegalStateException(impossible);
        }
    }
}
