package io.agentgate.gateway.federation;

import io.agentgate.gateway.call.Refusal;
import io.agentgate.gateway.federation.ClientRequests.Gathered;
import io.agentgate.gateway.federation.Target.Nowhere;
import io.agentgate.protocol.Edit;
import io.agentgate.protocol.ErrorCode;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.JsonWriter;
import io.agentgate.protocol.Replies;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A request for a resource that nobody is known to have: asked of one server after the other, each
 * with the time of a list, until one has it.
 */
final class Asking extends Gathering {
    private final Conversation conversation;
    private final Request asked;
    private final String uri;
    private final Queue<Member> next;

    Asking(Conversation conversation, Request asked, Target.InTurn inTurn) {
        super(conversation.roster().settings().listWithin());
        this.conversation = conversation;
        this.asked = asked;
        this.uri = inTurn.uri();
        this.next = new ArrayDeque<>(inTurn.members());
    }

    void begin() {
        conversation.requests.add(asked.id(), new Gathered(this));
        askNext();
        if (isComplete()) {
            finish();
        }
    }

    private void askNext() {
        for (Member member = next.poll(); member != null; member = next.poll()) {
            if (member.isReady()) {
                again();
                conversation.own.ask(this, member, asked.frame(), Router.edits(asked, member));
                return;
            }
            absent(member, new Outcome.Missing(member.trouble()));
        }
    }

    @Override
    void settled(Member member, Outcome outcome) {
        if (!(outcome instanceof Outcome.Answered) && isWanted()) {
            askNext();
        }
    }

    /** Whether the client still waits. */
    private boolean isWanted() {
        return conversation.requests.get(asked.id()) instanceof Gathered gathered
                && gathered.gathering().equals(this);
    }

    @Override
    void finish() {
        conversation.requests.remove(asked.id());
        conversation.out.answer(asked.id(), answer());
    }

    private Frame answer() {
        @Nullable Frame failed = null;
        boolean missing = false;
        for (Map.Entry<Member, Outcome> each : outcomes().entrySet()) {
            Member member = each.getKey();
            switch (each.getValue()) {
                case Outcome.Answered answered -> {
                    return found(member, answered.result());
                }
                case Outcome.Refused refused -> {
                    if (failed == null && !saysNotFound(refused)) {
                        failed = error(member, refused.error());
                    }
                }
                case Outcome.Missing _ -> missing = true;
            }
        }
        if (failed != null) {
            return failed;
        }
        return missing ? notAllAnswered() : Router.answer(asked, Nowhere.resource(uri));
    }

    private static boolean saysNotFound(Outcome.Refused refused) {
        return switch (refused.code()) {
            case ErrorCode.RESOURCE_NOT_FOUND,
                    ErrorCode.INVALID_PARAMS,
                    ErrorCode.METHOD_NOT_FOUND ->
                    true;
            default -> false;
        };
    }

    private Frame found(Member member, Value result) {
        Subject subject = Subject.of(asked, member.name());
        conversation.names.found(member.name(), uri);
        if (subject != null) {
            member.did(asked.method(), subject);
        }
        return Replies.result(asked.id(), shown(member, result, Places.result(asked.method())));
    }

    private Frame error(Member member, Value error) {
        byte[] shown = shown(member, error, Places.error(asked.method()));
        JsonWriter json = new JsonWriter().beginObject().name("jsonrpc").value("2.0");
        json.name("id").raw(asked.id().raw()).name("error").raw(shown);
        return Frame.of(json.endObject().toBytes());
    }

    private byte[] shown(Member member, Value value, Place place) {
        Subject subject = Subject.of(asked, member.name());
        List<Edit> edits = new ArrayList<>();
        Rewriter.collect(
                value, place, Namings.down(member.name(), conversation.names, subject), edits);
        return Edits.splice(value, edits);
    }

    private Frame notAllAnswered() {
        return Replies.error(
                asked.id(),
                Refusal.UNAVAILABLE,
                "No server is known to have this, and not all answered: "
                        + Trouble.line(troubles()),
                null);
    }
}
