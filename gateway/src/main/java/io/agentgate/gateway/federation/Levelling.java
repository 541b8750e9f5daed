package io.agentgate.gateway.federation;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.agentgate.protocol.ErrorCode;
import io.agentgate.protocol.Replies;
import io.agentgate.protocol.Request;
import java.util.List;

/** The client's {@code logging/setLevel}, asked of all servers that log. */
final class Levelling extends Gathering {
    private static final byte[] EMPTY = "{}".getBytes(US_ASCII);

    private final Conversation conversation;
    private final Request asked;

    Levelling(Conversation conversation, Request asked) {
        super(conversation.roster().settings().listWithin());
        this.conversation = conversation;
        this.asked = asked;
    }

    void begin() {
        List<Member> members = conversation.ready(member -> member.offers("logging", null));
        if (members.isEmpty()) {
            conversation.out.refuse(
                    asked.id(), ErrorCode.METHOD_NOT_FOUND, "No server has log levels");
            return;
        }
        conversation.requests.add(asked.id(), new ClientRequests.Gathered(this));
        for (Member member : members) {
            conversation.own.ask(this, member, asked.frame(), List.of());
        }
    }

    @Override
    void finish() {
        conversation.requests.remove(asked.id());
        if (results().isEmpty()) {
            conversation.out.answer(asked.id(), NobodyAnswered.frame(asked.id(), this));
            return;
        }
        conversation.level(asked.frame());
        troubles()
                .keySet()
                .forEach(member -> conversation.out.note(member, "it did not set the log level"));
        conversation.out.answer(asked.id(), Replies.result(asked.id(), EMPTY));
    }
}
