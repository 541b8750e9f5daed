package io.agentgate.gateway.federation;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose the bare names and URIs are that a client has seen, and how they are shown to it.
 *
 * <p>A name that was shown bare, or was called, is claimed: it stays its server's for the session,
 * whoever comes or goes. A name that nobody claimed goes to the first server, in configured order,
 * that the {@link Catalogue} knows to have it.
 */
final class ExposedNames {
    /** Most names of one kind that are claimed; what comes after is shown with its prefix. */
    static final int MAX_CLAIMS = 20_000;

    /** Most URIs, of all kinds, that are claimed; what comes after is shown with its prefix. */
    static final int MAX_URIS = 10_000;

    /** Most characters of all the names of one kind that are claimed. */
    static final int MAX_CHARACTERS = 1 << 20;

    private final PrefixMode mode;
    private Roster roster;
    private final Map<Owned, Claims> claims = new EnumMap<>(Owned.class);
    private final Set<Owned> searched = EnumSet.noneOf(Owned.class);

    private static final class Claims {
        final Map<String, ServerName> owners = new HashMap<>();
        final Room room;

        Claims(int most) {
            room = new Room(most, MAX_CHARACTERS);
        }

        /** Leaves to the same servers of another roster what they have, and frees the rest. */
        void move(Roster to) {
            Map<String, ServerName> before = Map.copyOf(owners);
            owners.clear();
            room.empty();
            before.forEach(
                    (name, owner) -> {
                        ServerName same = to.find(owner.text);
                        if (same != null && room.take(name)) {
                            owners.put(name, same);
                        }
                    });
        }
    }

    ExposedNames(Roster roster) {
        this.roster = roster;
        this.mode = roster.settings().prefix();
        Claims uris = new Claims(MAX_URIS);
        for (Owned kind : Owned.values()) {
            claims.put(kind, kind.carrier == Carrier.URI ? uris : new Claims(MAX_CLAIMS));
        }
    }

    /** How a server's name is shown. */
    enum Shown {
        BARE,
        PREFIXED,
        /** Not at all: another server owns it. */
        HIDDEN
    }

    /** How the client is shown a name or URI of a list. */
    Shown show(Owned kind, ServerName server, String name) {
        if (mode == PrefixMode.ALWAYS || roster.owner(kind.carrier, name) != null) {
            // Shown bare, a name that looks prefixed would be another server's.
            return Shown.PREFIXED;
        }
        ServerName owner = claim(kind, name, server);
        if (owner == null) {
            return Shown.PREFIXED;
        }
        if (owner.equals(server)) {
            return Shown.BARE;
        }
        return mode == PrefixMode.CONFLICT ? Shown.PREFIXED : Shown.HIDDEN;
    }

    /** Whether a server's URI stays bare, wherever it stands. */
    boolean staysBare(ServerName server, String uri) {
        return show(Owned.RESOURCE, server, uri) == Shown.BARE;
    }

    /** A server turned out to have what the client asked for by this URI. */
    void found(ServerName server, String uri) {
        claim(Owned.RESOURCE, uri, server);
    }

    /** Whose a name is from now on; null if too many are claimed. */
    private @Nullable ServerName claim(Owned kind, String name, @Nullable ServerName candidate) {
        Claims claimed = claims.get(kind);
        if (claimed == null) {
            return null;
        }
        ServerName owner = claimed.owners.get(name);
        if (owner != null) {
            return owner;
        }
        Integer first = roster.catalogue().first(kind, name);
        ServerName claimant = first == null ? candidate : roster.names().get(first);
        if (claimant == null || !claimed.room.take(name)) {
            return null;
        }
        claimed.owners.put(name, claimant);
        return claimant;
    }

    /** Whose a bare name is that the client uses; null if nobody is known to have it. */
    @Nullable ServerName owner(Owned kind, String name) {
        return mode == PrefixMode.ALWAYS ? null : claim(kind, name, null);
    }

    /** Whether names without a prefix mean anything. */
    boolean mayBeBare() {
        return mode != PrefixMode.ALWAYS;
    }

    /** Whether the servers' lists should be read before a bare name is called unknown. */
    boolean isWorthSearching(Owned kind) {
        return mayBeBare() && !searched.contains(kind);
    }

    /** All servers' lists have been read. */
    void searched(Owned kind) {
        searched.add(kind);
    }

    /** There are other servers; names of those that are gone are nobody's. */
    void become(Roster next) {
        roster = next;
        new HashSet<>(claims.values()).forEach(claimed -> claimed.move(next));
        changed();
    }

    /** Some server's lists are not what they were. */
    void changed() {
        searched.clear();
    }
}
