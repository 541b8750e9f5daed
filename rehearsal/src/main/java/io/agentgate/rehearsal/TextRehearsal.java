package io.agentgate.rehearsal;

import io.agentgate.gateway.quota.RateLimits;
import io.agentgate.policy.PolicyException;
import io.agentgate.policy.text.CallText;
import io.agentgate.policy.text.PolicyFile;
import io.agentgate.policy.text.PolicyLint;
import io.agentgate.policy.text.PolicyText;
import io.agentgate.policy.text.TrialCall;
import io.agentgate.protocol.JsonWriter;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * What can be asked of policies that are texts and no files, as those of a policy-service are:
 * {@code policy lint}, {@code explain} and {@code diff}. A text stands for itself; one that
 * includes others does not load. Every question takes computing time, and a comparison as long as
 * its source shows calls: none of them is for an event loop.
 */
public final class TextRehearsal {
    /** How problems and answers name a policy: the policies of a cluster are TOML. */
    public static final String POLICY = "policy.toml";

    /** How problems name a call. */
    public static final String CALL = "call.json";

    private TextRehearsal() {}

    /**
     * The errors of a text, with which it does not load, or what was probably not meant in it.
     *
     * @param name how the text is called; it says the syntax, and no file of that name is opened
     * @return an object with {@code errors} and {@code findings}
     */
    public static JsonWriter lint(String text, String name) {
        JsonWriter json = new JsonWriter().beginObject();
        try {
            PolicyJson.findings(
                    json, List.of(), PolicyLint.of(PolicyText.load(text, name), text, name));
        } catch (PolicyException wrong) {
            PolicyJson.findings(json, wrong.problems(), List.of());
        }
        return json.endObject();
    }

    /**
     * What a policy makes of one call, with full buckets and no limits beside its own; nothing is
     * sent anywhere.
     *
     * @param policy in TOML
     * @param call as {@code policy explain --call} takes it, in JSON
     * @param hints what servers have listed, for a call that does not say it itself
     * @param now when the call comes if it does not say so itself
     * @return an object of JSON, as {@code policy explain --json} prints it
     * @throws PolicyException with every problem found, if the policy or the call does not load;
     *     problems name {@value #POLICY} or {@value #CALL}
     * @throws IOException if nobody can tell what servers have listed
     */
    public static String explain(String policy, String call, KnownHints hints, Instant now)
            throws PolicyException, IOException {
        PolicyFile rules = PolicyText.load(policy, POLICY);
        TrialCall asked = hints.complete(CallText.parse(call, CALL));
        return ExplainedCall.explain(rules, POLICY, RateLimits.NONE, asked, now);
    }

    /**
     * Which recorded calls a proposed policy would decide otherwise than the current one.
     *
     * @param current in TOML
     * @param proposed in TOML
     * @param calls read once, if both policies load
     * @param since calls from then on
     * @return an object of JSON, as {@code policy diff --json} prints it
     * @throws PolicyException if one of the policies does not load
     * @throws IOException if the calls cannot be read
     */
    public static JsonWriter diff(
            String current, String proposed, PastCall.Source calls, Instant since)
            throws PolicyException, IOException {
        PolicyDiff diff =
                new PolicyDiff(PolicyText.load(current, POLICY), PolicyText.load(proposed, POLICY));
        calls.each(since, diff);
        return PolicyJson.diff(diff);
    }
}
