package io.agentgate.gateway.federation;

import io.agentgate.gateway.Ruling.Bearing;
import io.agentgate.gateway.call.Refusal;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.JsonWriter;
import io.agentgate.protocol.Replies;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The steps of one turn, in their order. */
final class Outbox {
    private List<Step> steps = new ArrayList<>();

    void toServer(Member member, Frame frame) {
        steps.add(new Step.ToServer(member.name().text, frame));
    }

    void unreachable(Member member, Frame frame, String reason) {
        steps.add(new Step.Unreachable(member.name().text, frame, reason));
    }

    void toClient(Frame frame, Bearing bearing) {
        steps.add(new Step.ToClient(frame, bearing));
    }

    void answer(Id id, Frame answer) {
        toClient(answer, new Bearing.Answers(id));
    }

    void refuse(Id id, int code, String message) {
        answer(id, Replies.error(id, code, message, null));
    }

    /** Refuses what only one server could answer, which cannot now. */
    void unavailable(Id id, Member member, String reason) {
        JsonWriter data = new JsonWriter().beginObject();
        data.name("server").value(member.name().text).name("reason").value(reason).endObject();
        String message = "The server `" + member.name().text + "` is not available: " + reason;
        answer(id, Replies.error(id, Refusal.UNAVAILABLE, message, data.toBytes()));
    }

    void note(@Nullable Member member, String what) {
        steps.add(new Step.Note(member == null ? null : member.name().text, what));
    }

    /** Empties the box. */
    List<Step> take() {
        List<Step> taken = steps;
        steps = new ArrayList<>();
        return taken;
    }
}
