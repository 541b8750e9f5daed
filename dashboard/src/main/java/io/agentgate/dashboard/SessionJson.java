package io.agentgate.dashboard;

import io.agentgate.protocol.JsonWriter;
import java.util.EnumSet;

/** What pages are told of whoever is signed in, or has to be. */
public final class SessionJson {
    private SessionJson() {}

    /** Who somebody is, and what they may. */
    public static JsonWriter of(Visitor visitor) {
        return members(visitor).endObject();
    }

    /**
     * The same, where signing out has a page of its own.
     *
     * @param signOut its address
     */
    public static JsonWriter of(Visitor visitor, String signOut) {
        return members(visitor).name("sign_out").value(signOut).endObject();
    }

    /**
     * That nobody is signed in, and where to do that.
     *
     * @param signIn the address of a page
     */
    public static JsonWriter signIn(String why, String signIn) {
        JsonWriter json = new JsonWriter().beginObject().name("error").value(why);
        return json.name("sign_in").value(signIn).endObject();
    }

    /**
     * That whoever is signed in may do nothing here, and where to become somebody else.
     *
     * @param signOut the address of a page
     */
    public static JsonWriter refusal(String why, String signOut) {
        JsonWriter json = new JsonWriter().beginObject().name("error").value(why);
        return json.name("sign_out").value(signOut).endObject();
    }

    private static JsonWriter members(Visitor visitor) {
        JsonWriter json = new JsonWriter().beginObject().name("signed_in").value(true);
        json.name("name").value(visitor.name());
        json.name("rights").beginArray();
        for (Right right : EnumSet.allOf(Right.class)) {
            if (visitor.rights().contains(right)) {
                json.value(right.word());
            }
        }
        return json.endArray();
    }
}
