package io.agentgate.cluster.bundle;

import io.agentgate.gateway.caller.ApiKey;
import io.agentgate.gateway.caller.Caller;
import io.agentgate.gateway.caller.CallerKey;
import io.agentgate.gateway.caller.KnownKeys;
import io.agentgate.gateway.caller.SecretHash;
import io.agentgate.gateway.killswitch.KillSwitches;
import io.agentgate.policy.PolicyException;
import io.agentgate.policy.PolicySet;
import io.agentgate.policy.Problem;
import io.agentgate.policy.text.PolicyText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The reader of bundles: one that it returns is whole, and all of it is compiled. */
final class BundleReader {
    private static final String TOML = "toml";
    private static final String FILE = "policy.toml";

    private BundleReader() {}

    static ActiveBundle read(byte[] json) throws BundleException {
        Members bundle = BundleJson.parse(json);
        long revision = bundle.number("revision");
        if (revision < 0) {
            throw bundle.wrong("revision", "is negative");
        }
        return new ActiveBundle(
                revision,
                policies(bundle),
                keys(bundle),
                new KillSwitches(SwitchReader.read(bundle)),
                RoleMapping.read(bundle));
    }

    private static PolicySet policies(Members bundle) throws BundleException {
        Members policy = bundle.objectOrNull("policy");
        if (policy == null) {
            return ActiveBundle.NO_POLICY;
        }
        policy.number("revision");
        String format = policy.text("format");
        if (!format.equals(TOML)) {
            throw policy.wrong("format", "is not one that this proxy reads; it reads " + TOML);
        }
        String text = policy.text("text");
        if (!policy.text("hash").equals(hash(text))) {
            throw policy.wrong("hash", "is not that of the text");
        }
        try {
            return PolicyText.parse(text, FILE);
        } catch (PolicyException wrong) {
            List<Problem> problems = wrong.problems();
            throw policy.wrong(
                    "text",
                    "does not load: "
                            + problems.getFirst()
                            + (problems.size() == 1
                                    ? ""
                                    : " (and " + (problems.size() - 1) + " more)"));
        }
    }

    private static String hash(String text) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(
                                    MessageDigest.getInstance("SHA-256")
                                            .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }

    private static KnownKeys keys(Members bundle) throws BundleException {
        List<CallerKey> keys = new ArrayList<>();
        for (Members key : bundle.objects("apiKeys")) {
            keys.add(key(key));
        }
        try {
            return new KnownKeys(keys);
        } catch (IllegalArgumentException twins) {
            throw bundle.wrong("apiKeys", "has one id twice");
        }
    }

    private static CallerKey key(Members key) throws BundleException {
        String id = key.text("id");
        if (!ApiKey.isId(id)) {
            throw key.wrong("id", "is not the id of a key");
        }
        String caller = key.text("caller");
        String problem = Caller.problemOf(caller);
        if (problem != null) {
            throw key.wrong("caller", problem);
        }
        SecretHash hash = SecretHash.parse(key.text("hash"));
        if (hash == null) {
            throw key.wrong("hash", "is not sha256: and 64 hexadecimal digits");
        }
        return new CallerKey(
                id,
                new Caller(caller),
                hash,
                key.instant("created"),
                key.instantOrNull("expires"),
                key.instantOrNull("revoked"));
    }
}
