package io.agentgate.gateway.federation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which bare names and URIs each server is known to have, by the lists it sent in any session.
 * Bounded, and thread safe.
 */
final class Catalogue {
    /** Most names of one kind that are remembered of one server. */
    static final int MAX_NAMES = 20_000;

    /** Most templates that are remembered of one server: all of them are looked at for a URI. */
    static final int MAX_TEMPLATES = 1_000;

    /** Most characters of all the names of one kind of one server. */
    static final int MAX_CHARACTERS = 4 << 20;

    private final List<Map<Owned, Names>> names = new ArrayList<>();

    private static final class Names {
        final Set<String> known = new HashSet<>();
        final Room room;

        Names(Owned kind) {
            room = new Room(kind == Owned.TEMPLATE ? MAX_TEMPLATES : MAX_NAMES, MAX_CHARACTERS);
        }
    }

    Catalogue(int servers) {
        for (int i = 0; i < servers; i++) {
            names.add(new EnumMap<>(Owned.class));
        }
    }

    /**
     * Takes in a page of a server's list.
     *
     * @param whole whether it is the whole list, so that nothing else is the server's any more
     */
    synchronized void learn(
            ServerName server, Owned kind, Collection<String> listed, boolean whole) {
        Names names = names(server.order, kind);
        if (whole) {
            names.known.clear();
            names.room.empty();
        }
        for (String name : listed) {
            if (!names.known.contains(name)) {
                if (!names.room.take(name)) {
                    return;
                }
                names.known.add(name);
            }
        }
    }

    /** Takes over what another knows of a server. */
    synchronized void takeOver(ServerName server, Catalogue from, ServerName there) {
        for (Owned kind : Owned.values()) {
            learn(server, kind, from.known(there, kind), true);
        }
    }

    private synchronized List<String> known(ServerName server, Owned kind) {
        return List.copyOf(names(server.order, kind).known);
    }

    /** The place of the first server, in configured order, that has a name; null if none has. */
    synchronized @Nullable Integer first(Owned kind, String name) {
        for (int i = 0; i < names.size(); i++) {
            for (Owned each : kind.together()) {
                if (names(i, each).known.contains(name)) {
                    return i;
                }
            }
        }
        return null;
    }

    /** The places of the servers, in configured order, with a template that may give a URI. */
    synchronized List<Integer> matching(String uri) {
        List<Integer> matching = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            if (names(i, Owned.TEMPLATE).known.stream()
                    .anyMatch(template -> UriTemplate.matches(template, uri))) {
                matching.add(i);
            }
        }
        return matching;
    }

    private Names names(int server, Owned kind) {
        return names.get(server).computeIfAbsent(kind, Names::new);
    }
}
