package io.agentgate.dashboardservice.policies;

import io.agentgate.dashboard.DraftedException;
import io.agentgate.dashboard.Drafts;
import io.agentgate.dashboard.RefusedException;
import io.agentgate.dashboardservice.remote.Peer;
import io.agentgate.gateway.PolicyReplacedException;
import io.agentgate.gateway.PolicyStore;
import io.agentgate.policy.PolicyException;
import io.agentgate.policy.text.PolicyText;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rules of the policy-service, where every text has a number and is written before it is put in
 * force, which may be for somebody else to do.
 */
public final class ServicePolicies implements PolicyStore, Drafts {
    private static final String PATH = "/api/policies";
    private static final int MOST_SHOWN = 200;

    /** What the text is called where it is at fault; services read TOML. */
    static final String NAME = "policy.toml";

    private static final int MOST_DRAFTS = 20;

    /** Where no text is in force: there is no such number. */
    private static final Version NONE = new Version("0", "");

    private final Peer policies;

    public ServicePolicies(Peer policies) {
        this.policies = policies;
    }

    @Override
    public Version current() throws IOException {
        try {
            return version(policies.object(PATH + "/active"));
        } catch (RefusedException refused) {
            if (refused.status() == 404) {
                return NONE;
            }
            throw refused;
        }
    }

    private static Version version(JsonObject revision) {
        return new Version(number(revision), revision.getString("text", ""));
    }

    private static String number(JsonObject revision) {
        return String.valueOf(revision.getLong("revision"));
    }

    @Override
    public String replace(String text, @Nullable String expected)
            throws PolicyException, IOException {
        // What does not load is no draft, either.
        var _ = PolicyText.parse(text, NAME);
        JsonObject draft =
                policies.post(PATH + "/drafts", new JsonObject().put("text", text), null);
        String number = number(draft);
        try {
            return activated(number, expected);
        } catch (RefusedException refused) {
            if (refused.status() == 403) {
                throw new DraftedException(number, String.valueOf(refused.getMessage()));
            }
            throw refused;
        }
    }

    private String activated(String number, @Nullable String expected) throws IOException {
        String tag = expected == null ? null : '"' + expected + '"';
        try {
            return number(policies.post(PATH + "/drafts/" + number + "/activate", null, tag));
        } catch (RefusedException refused) {
            if (refused.status() == 412) {
                throw new PolicyReplacedException();
            }
            throw refused;
        }
    }

    @Override
    public List<Replaced> replaced() throws IOException {
        List<JsonObject> activated =
                revisions().stream()
                        .filter(each -> each.getString("activated") != null)
                        .sorted(Comparator.comparing(each -> activation(each)))
                        .toList();
        List<Replaced> replaced = new ArrayList<>();
        for (int i = 0; i + 1 < activated.size(); i++) {
            String number = number(activated.get(i));
            replaced.add(new Replaced(number, number, activation(activated.get(i + 1))));
        }
        return replaced.reversed();
    }

    private static Instant activation(JsonObject revision) {
        return Instant.parse(revision.getString("activated"));
    }

    private List<JsonObject> revisions() throws RefusedException {
        JsonArray items = policies.object(PATH + "?limit=" + MOST_SHOWN).getJsonArray("items");
        List<JsonObject> all = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            all.add(items.getJsonObject(i));
        }
        return all;
    }

    @Override
    public Optional<Version> replaced(String id) throws IOException {
        return inState(id, "superseded");
    }

    private Optional<Version> inState(String id, String state) throws IOException {
        if (!id.matches("[1-9][0-9]{0,17}")) {
            return Optional.empty();
        }
        try {
            JsonObject revision = policies.object(PATH + "/" + id);
            return state.equals(revision.getString("state"))
                    ? Optional.of(version(revision))
                    : Optional.empty();
        } catch (RefusedException refused) {
            if (refused.status() == 404) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    @Override
    public List<Draft> waiting() throws IOException {
        return revisions().stream()
                .filter(each -> "draft".equals(each.getString("state")))
                .limit(MOST_DRAFTS)
                .map(
                        each ->
                                new Draft(
                                        number(each),
                                        each.getString("author", ""),
                                        Instant.parse(each.getString("created")),
                                        each.getString("comment", "")))
                .toList();
    }

    @Override
    public Optional<Version> text(String id) throws IOException {
        return inState(id, "draft");
    }

    @Override
    public String activate(String id, String replacing) throws IOException {
        if (text(id).isEmpty()) {
            throw new RefusedException(404, "there is no such draft");
        }
        return activated(id, replacing);
    }
}
