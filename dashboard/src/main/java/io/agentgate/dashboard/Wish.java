package io.agentgate.dashboard;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What the body of a request asks for: an object of JSON whose members are texts or null. */
final class Wish {
    private final JsonObject members;

    private Wish(JsonObject members) {
        this.members = members;
    }

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if it is none, or has members that are not among the known
     */
    static Wish of(RoutingContext asked, String... known) {
        JsonObject members;
        try {
            members = asked.body().asJsonObject();
        } catch (DecodeException | ClassCastException wrong) {
            members = null;
        }
        if (members == null) {
            throw new IllegalArgumentException("the body is no object of JSON");
        }
        for (String name : members.fieldNames()) {
            if (!Arrays.asList(known).contains(name)) {
                throw new IllegalArgumentException(
                        "there is no member `"
                                + name
                                + "` here; valid: "
                                + String.join(", ", known));
            }
            if (members.getValue(name) != null && !(members.getValue(name) instanceof String)) {
                throw new IllegalArgumentException("`" + name + "` must be a text");
            }
        }
        return new Wish(members);
    }

    /** A text; null if there is none. */
    @Nullable String text(String name) {
        String text = members.getString(name);
        return text == null || text.isBlank() ? null : text;
    }

    /**
     * A text that must be there.
     *
     * @throws IllegalArgumentException if it is not
     */
    String needed(String name) {
        String text = text(name);
        if (text == null) {
            throw new IllegalArgumentException("`" + name + "` is missing");
        }
        return text;
    }
}
