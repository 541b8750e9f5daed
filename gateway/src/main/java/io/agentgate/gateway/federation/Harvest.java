package io.agentgate.gateway.federation;

import io.agentgate.protocol.Value;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a page of a server's list teaches of who has which bare name or URI. */
final class Harvest {
    private Harvest() {}

    /**
     * @param first whether it is the first page
     */
    static void learn(
            Conversation conversation, ListKind kind, Member member, Value result, boolean first) {
        Owned owned = kind.owned();
        Value items = result.member(kind.items);
        if (!conversation.names.mayBeBare() || items == null) {
            return;
        }
        Set<String> names = new HashSet<>();
        Set<String> pages = new HashSet<>();
        items.eachElement(
                item -> {
                    add(names, item.member(kind.key));
                    Value meta = item.member("_meta");
                    if (meta != null) {
                        add(pages, meta.member("ui", "resourceUri"));
                        add(pages, meta.member("ui/resourceUri"));
                    }
                });
        Catalogue catalogue = conversation.roster().catalogue();
        if (owned != null) {
            boolean whole = first && result.member("nextCursor") == null;
            catalogue.learn(member.name(), owned, names, whole);
        }
        catalogue.learn(member.name(), Owned.PAGE, pages, false);
    }

    private static void add(Set<String> texts, @Nullable Value value) {
        String text = value == null ? null : value.text();
        if (text != null && texts.size() < Catalogue.MAX_NAMES) {
            texts.add(text);
        }
    }
}
