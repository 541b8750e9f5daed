package io.agentgate.gateway.federation;

import io.agentgate.protocol.ErrorCode;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Value;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** The client's {@code initialize}, asked of all servers at once. */
final class Beginning extends Gathering {
    private final Conversation conversation;
    private final Request asked;

    Beginning(Conversation conversation, Request asked) {
        super(conversation.roster().settings().initializeWithin());
        this.conversation = conversation;
        this.asked = asked;
    }

    void begin() {
        conversation.begin(asked);
        conversation.requests.add(asked.id(), new ClientRequests.Gathered(this));
        for (Member member : conversation.members()) {
            member.asked();
            conversation.own.ask(this, member, asked.frame(), List.of());
        }
    }

    @Override
    void settled(Member member, Outcome outcome) {
        Arrival.settle(member, outcome);
    }

    /** It is late, not lost: it joins when it answers. */
    @Override
    boolean expire(Id id, Member member) {
        member.late();
        conversation.own.handOver(id, member, new Arrival(conversation, member));
        return false;
    }

    @Override
    void finish() {
        conversation.requests.remove(asked.id());
        SortedMap<Member, Value> results = byOrder();
        SortedMap<Member, Trouble> troubles = byOrder();
        for (Member member : conversation.members()) {
            Value result = member.initialized();
            if (member.isReady() && result != null) {
                results.put(member, result);
            } else {
                troubles.put(member, member.trouble());
            }
        }
        if (results.isEmpty()) {
            conversation.over();
            conversation.out.refuse(
                    asked.id(),
                    ErrorCode.INTERNAL_ERROR,
                    "No server is available: " + Trouble.line(troubles));
            return;
        }
        Frame answer =
                new InitializeAnswer(conversation.roster().settings(), results, troubles)
                        .frame(asked.id(), wanted());
        Value capabilities = Value.of(answer).member("result", "capabilities");
        conversation.opened(capabilities == null ? Value.of(answer) : capabilities);
        conversation.out.answer(asked.id(), answer);
    }

    private @Nullable String wanted() {
        Value wanted = Value.of(asked.frame()).member("params", "protocolVersion");
        return wanted == null ? null : wanted.text();
    }
}
