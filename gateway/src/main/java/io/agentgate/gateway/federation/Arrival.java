package io.agentgate.gateway.federation;

import io.agentgate.protocol.Edit;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.JsonWriter;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Value;
import java.util.List;

/**
 * One server that comes later than the others, or comes back: it is told what the client told the
 * others, and the client that there is more.
 */
final class Arrival extends Gathering {
    private final Conversation conversation;
    private final Member member;

    Arrival(Conversation conversation, Member member) {
        super(null);
        this.conversation = conversation;
        this.member = member;
    }

    /** Begins with a server that can be reached again. */
    void begin(Request initialize) {
        member.asked();
        conversation.own.ask(this, member, initialize.frame(), List.<Edit>of());
    }

    /** What an answer to initialize makes of a server. */
    static void settle(Member member, Outcome outcome) {
        switch (outcome) {
            case Outcome.Answered answered -> {
                Value revision = answered.result().member("protocolVersion");
                if (revision == null || revision.text() == null) {
                    member.failed("its answer to initialize names no protocol version");
                } else {
                    member.ready(answered.result());
                }
            }
            case Outcome.Refused refused -> member.failed(refused.message());
            case Outcome.Missing missing -> {
                if (member.isBeginning() && member.state() != MemberState.LATE) {
                    member.left(missing.trouble().reason());
                }
            }
        }
    }

    @Override
    void settled(Member arrived, Outcome outcome) {
        settle(arrived, outcome);
    }

    @Override
    void finish() {
        Frame ready = conversation.initialized();
        if (!member.isReady() || !conversation.isOpen()) {
            return;
        }
        if (ready != null) {
            conversation.out.toServer(member, ready);
            restore();
        }
        conversation.listsChanged(member);
    }

    private void restore() {
        Ignored answers = new Ignored();
        Frame level = conversation.level();
        if (level != null && member.offers("logging", null)) {
            conversation.own.ask(answers, member, level, List.of());
        }
        for (String uri : member.subscriptions()) {
            byte[] params =
                    new JsonWriter().beginObject().name("uri").value(uri).endObject().toBytes();
            conversation.own.ask(answers, member, "resources/subscribe", params);
        }
    }
}
