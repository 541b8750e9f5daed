package io.agentgate.gateway.quota;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.agentgate.gateway.audit.CallOrigin;
import io.agentgate.gateway.call.Call;
import io.agentgate.policy.Decision;
import io.agentgate.policy.Effect;
import io.agentgate.policy.Operation;
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
     * @param call one that was decided on
     */
    static String of(String limit, Set<Effect.Per> per, Call call) {
        CallOrigin origin = call.origin();
        String key = limit;
        if (per.contains(Effect.Per.AGENT)) {
            key += "\nagent " + origin.agent();
        }
        if (per.contains(Effect.Per.SERVER)) {
            key += "\nserver " + origin.server();
        }
        if (per.contains(Effect.Per.OPERATION)) {
            key += "\noperation " + operation(call).word();
        }
        return per.contains(Effect.Per.TOOL) ? key + "\ntool " + shortened(origin.tool()) : key;
    }

    /** What nobody knows has no share beside that of what destroys. */
    private static Operation operation(Call call) {
        Decision decision = call.decision();
        Operation known = decision == null ? null : decision.operation();
        return known == null ? Operation.DESTRUCTIVE : known;
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
