package io.agentgate.gateway.federation;

import io.agentgate.gateway.Ruling.Bearing;
import io.agentgate.gateway.federation.ClientRequests.Routed;
import io.agentgate.protocol.Edit;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What becomes of servers' messages. */
final class FromServer {
    /** What changes when a server says so. */
    private static final Map<String, String> LISTS =
            Map.of(
                    "notifications/tools/list_changed", "tools",
                    "notifications/prompts/list_changed", "prompts",
                    "notifications/resources/list_changed", "resources");

    private final Conversation conversation;
    private final BackChannel back;

    FromServer(Conversation conversation, BackChannel back) {
        this.conversation = conversation;
        this.back = back;
    }

    void take(Member member, Frame frame, Bearing bearing) {
        switch (bearing) {
            case Bearing.Answers answers -> answer(member, frame, answers.id());
            case Bearing.Asks asks -> back.ask(member, asks.id(), new Incoming(frame));
            case Bearing.ReportsOn report -> report(member, frame, report);
            case Bearing.Alone alone -> tell(member, new Incoming(frame));
        }
    }

    private void answer(Member member, Frame frame, Id id) {
        if (conversation.own.settle(member, id, Outcome.of(frame))) {
            return;
        }
        Routed asked = conversation.requests.remove(id, member);
        if (asked == null) {
            conversation.out.note(member, "it answers what nobody waits for");
            return;
        }
        conversation.out.answer(id, shown(member, asked, frame));
    }

    private Frame shown(Member member, Routed asked, Frame frame) {
        Subject subject = asked.subject();
        Naming naming = Namings.down(member.name(), conversation.names, subject);
        List<Edit> edits = new ArrayList<>();
        Map<String, Value> members = Value.of(frame).members();
        Value result = members.get("result");
        Value error = members.get("error");
        if (result != null) {
            if (subject != null) {
                member.did(asked.method(), subject);
            }
            Rewriter.collect(result, Places.result(asked.method()), naming, edits);
        } else if (error != null) {
            Rewriter.collect(error, Places.error(asked.method()), naming, edits);
        }
        return frame.splice(edits);
    }

    private void report(Member member, Frame frame, Bearing.ReportsOn report) {
        Id id = report.id();
        if (conversation.requests.get(id) instanceof Routed routed
                && routed.member().equals(member)) {
            Frame shown =
                    new Incoming(frame).shown(Namings.down(member.name(), conversation.names));
            conversation.out.toClient(shown, report);
        } else if (!conversation.own.waitsFor(member, id)) {
            conversation.out.note(member, "it reports progress of what is not in progress");
        }
        // What several servers say of one list makes no progress that only grows.
    }

    private void tell(Member member, Incoming notification) {
        String method = notification.method();
        if (method.equals("notifications/cancelled")) {
            back.cancel(member, notification);
            return;
        }
        if (method.equals("notifications/progress")) {
            conversation.out.note(member, "it reports progress of what is not in progress");
            return;
        }
        if (!conversation.isOpen() || !member.isReady()) {
            conversation.out.note(member, "it speaks before it is initialized");
            return;
        }
        String list = LISTS.get(method);
        if (list != null) {
            conversation.names.changed();
            if (!conversation.hasTold(list)) {
                // MCP, lifecycle: only what was negotiated may be used.
                return;
            }
        }
        Subject subject =
                method.equals("notifications/resources/updated")
                        ? member.subscription(notification.text("uri"))
                        : null;
        Naming naming = Namings.down(member.name(), conversation.names, subject);
        conversation.out.toClient(notification.shown(naming), Bearing.ALONE);
    }
}
