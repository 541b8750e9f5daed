package io.agentgate.cluster.bundle;

import io.agentgate.gateway.caller.CallerKey;
import io.agentgate.protocol.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bundles for tests, as the policy-service writes them. */
final class Bundles {
    private Bundles() {}

    /** A bundle with a policy only. */
    static String of(long revision, @Nullable String text) {
        return of(revision, text, List.of(), "[]");
    }

    static String of(
            long revision, @Nullable String text, List<CallerKey> keys, String killSwitches) {
        JsonWriter json =
                new JsonWriter().beginObject().name("revision").value(revision).name("policy");
        if (text == null) {
            json.nullValue();
        } else {
            json.beginObject().name("revision").value(1L).name("hash").value(hash(text));
            json.name("format").value("toml").name("text").value(text).endObject();
        }
        json.name("roles").beginArray().beginObject().name("name").value("dba");
        json.name("claims").beginArray().value("realm_access/roles=dba").endArray();
        json.endObject().endArray().name("apiKeys").beginArray();
        keys.forEach(key -> write(key, json));
        json.endArray().name("killSwitches").raw(killSwitches.getBytes(StandardCharsets.UTF_8));
        return new String(json.endObject().toBytes(), StandardCharsets.UTF_8);
    }

    private static void write(CallerKey key, JsonWriter json) {
        json.beginObject().name("id").value(key.id()).name("caller").value(key.caller().name());
        json.name("hash").value(key.hash().reveal());
        write("created", key.created(), json);
        write("expires", key.expires(), json);
        write("revoked", key.revoked(), json);
        json.endObject();
    }

    private static void write(String name, @Nullable Instant moment, JsonWriter json) {
        json.name(name);
        if (moment == null) {
            json.nullValue();
        } else {
            json.value(moment.toString());
        }
    }

    static String hash(String text) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(
                                    MessageDigest.getInstance("SHA-256")
                                            .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException missing) {
            throw new AssertionError(missing);
        }
    }

    /** A policy that denies one tool. */
    static String denying(String tool) {
        return """
        [metadata]
        name = "test"
        version = "1"

        [[rules]]
        id = "no-%1$s"
        tool = "%1$s"
        action = "deny"
        """
                .formatted(tool);
    }

    /** One switch that stops everything. */
    static String stopAll(String reason) {
        return """
        [{"id":"k1","scope":"all","server":null,"name":null,"reason":"%s","since":"2026-11-20T12:00:00Z"}]
        """
                .formatted(reason);
    }
}
