package io.agentgate.gateway.federation;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The servers that are shown as one, as all sessions share them: their names, found by a part of a
 * text in constant time and without a copy, and the {@link Catalogue} of what they have. Thread
 * safe.
 */
public final class Roster {
    static final char BEHIND_SCHEME = '+';
    static final char BEFORE_TASK = ':';

    private final FederationSettings settings;
    private final Catalogue catalogue;
    private final List<ServerName> names = new ArrayList<>();

    /** Open addressing by folded name; at most half full. */
    private final @Nullable ServerName[] table;

    public Roster(FederationSettings settings) {
        this.settings = settings;
        int size = Integer.highestOneBit(settings.servers().size()) << 2;
        table = new @Nullable ServerName[size];
        for (String text : settings.servers()) {
            ServerName name = new ServerName(names.size(), text);
            names.add(name);
            int at = slot(text, text.length());
            while (table[at] != null) {
                at = next(at);
            }
            table[at] = name;
        }
        catalogue = new Catalogue(names.size());
    }

    /** Whether sessions with this roster may go on with that of other settings. */
    public boolean mayBecome(FederationSettings next) {
        return settings.isLike(next);
    }

    /**
     * The roster of the servers there are next.
     *
     * @param stay the names of those that are the same as here, so that what they have is known
     */
    public Roster next(FederationSettings next, Set<String> stay) {
        Roster roster = new Roster(next);
        for (ServerName name : roster.names) {
            ServerName before = stay.contains(name.text) ? find(name.text) : null;
            if (before != null) {
                roster.catalogue.takeOver(name, catalogue, before);
            }
        }
        return roster;
    }

    /** The server of that name; null if there is none. */
    @Nullable ServerName find(String text) {
        for (ServerName name : names) {
            if (name.text.equals(text)) {
                return name;
            }
        }
        return null;
    }

    FederationSettings settings() {
        return settings;
    }

    Catalogue catalogue() {
        return catalogue;
    }

    /** In configured order. */
    List<ServerName> names() {
        return names;
    }

    /**
     * The server whose tool, prompt, resource or task a text names by its prefix; null if it names
     * none.
     */
    @Nullable ServerName owner(Carrier carrier, String text) {
        int end =
                switch (carrier) {
                    case NAME -> text.indexOf(ServerNames.SEPARATOR);
                    case URI -> text.indexOf(BEHIND_SCHEME);
                    case TASK -> text.indexOf(BEFORE_TASK);
                };
        if (end < 1 || end > ServerNames.MAX_LENGTH) {
            return null;
        }
        // Names differ also when folded, so there is one candidate.
        for (int at = slot(text, end); ; at = next(at)) {
            ServerName name = table[at];
            if (name == null) {
                return null;
            }
            if (name.text.length() == end && name.owns(carrier, text)) {
                return name;
            }
        }
    }

    private int next(int at) {
        return (at + 1) & (table.length - 1);
    }

    private int slot(String text, int end) {
        int hash = 0;
        for (int i = 0; i < end; i++) {
            hash = 31 * hash + ServerNames.fold(text.charAt(i));
        }
        return (hash ^ hash >>> 16) & (table.length - 1);
    }
}
