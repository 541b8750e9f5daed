package io.agentgate.gateway.federation;

import java.util.Map;

/** Where in a JSON value the strings stand whose owner must be told; all else is not looked at. */
sealed interface Place {
    /** Nowhere. */
    Place NOWHERE = new Members(Map.of());

    /** The string itself. */
    record Text(Carrier carrier) implements Place {}

    /** In some members of an object. */
    record Members(Map<String, Place> places) implements Place {}

    /** In each element of an array, or in the value itself if it is no array. */
    record Each(Place place) implements Place {}

    /** In an object that says its type, by which it is known where. */
    record Typed(Map<String, Place> types) implements Place {}
}
