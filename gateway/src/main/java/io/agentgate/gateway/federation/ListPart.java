package io.agentgate.gateway.federation;

import io.agentgate.gateway.federation.ExposedNames.Shown;
import io.agentgate.protocol.Edit;
import io.agentgate.protocol.Value;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One server's items of a merged list. */
final class ListPart {
    private final Conversation conversation;
    private final ListKind kind;
    private final Member member;
    private final Naming naming;
    private final int mostBytes;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Set<String> seen = new HashSet<>();
    private boolean tooLarge;
    private boolean nameless;
    private boolean twice;
    private boolean hidden;

    ListPart(Conversation conversation, ListKind kind, Member member, int mostBytes) {
        this.conversation = conversation;
        this.kind = kind;
        this.member = member;
        this.mostBytes = mostBytes;
        naming = Namings.down(member.name(), conversation.names);
    }

    /**
     * Adds an item. One without a name is left out, since it would spoil the list for all; of two
     * with one name the first stays, since a call could mean either.
     */
    void add(Value item) {
        if (tooLarge) {
            return;
        }
        Value key = item.member(kind.key);
        String text = key == null ? null : key.text();
        if (key == null || text == null) {
            nameless = true;
            return;
        }
        if (!seen.add(text)) {
            twice = true;
            return;
        }
        List<Edit> edits = new ArrayList<>();
        if (!rename(key, text, edits)) {
            hidden = true;
            return;
        }
        Rewriter.collect(item, Places.ITEM, naming, edits);
        byte[] shown = Edits.splice(item, edits);
        if (bytes.size() + shown.length + 2 > mostBytes) {
            tooLarge = true;
            return;
        }
        if (bytes.size() > 0) {
            bytes.write(',');
        }
        bytes.writeBytes(shown);
    }

    /** False if the client is not to see the item. */
    private boolean rename(Value key, String text, List<Edit> edits) {
        Owned owned = kind.owned();
        if (owned == null) {
            Edit edit = naming.edit(kind.carrier, key.span(), text, !key.hasEscapes());
            if (edit != null) {
                edits.add(edit);
            }
            return true;
        }
        Shown shown = conversation.names.show(owned, member.name(), text);
        if (shown == Shown.PREFIXED) {
            edits.add(Naming.before(key.span(), member.name().prefix(kind.carrier)));
        }
        return shown != Shown.HIDDEN;
    }

    boolean isTooLarge() {
        return tooLarge;
    }

    /** Says what was left out. */
    void note() {
        if (nameless) {
            conversation.out.note(member, "an item of its list has no name");
        }
        if (twice) {
            conversation.out.note(member, "two items of its list have one name");
        }
        if (hidden) {
            conversation.out.note(member, "an item of its list has another server's name");
        }
    }

    /** Puts the items behind those that are there. */
    void appendTo(ByteArrayOutputStream list) {
        // Behind the bracket that opens the list there is no comma.
        if (bytes.size() > 0 && list.size() > 1) {
            list.write(',');
        }
        list.writeBytes(bytes.toByteArray());
    }
}
