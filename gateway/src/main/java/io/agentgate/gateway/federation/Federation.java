package io.agentgate.gateway.federation;

import io.agentgate.gateway.Ruling.Bearing;
import io.agentgate.gateway.call.Refusal;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Id;
import io.agentgate.protocol.Limits;
import io.agentgate.protocol.Message;
import io.agentgate.protocol.Replies;
import io.agentgate.protocol.Request;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One client's session with several servers: what happens goes in, steps to carry out come back, at
 * once and in order. No I/O, no clock; one thread at a time.
 *
 * <pre>
 *   client ─ scan ─▶ fromClient ─▶ ToServer ─▶ admit ─ Forward ─▶ link of that server
 *                                                └──── Reply ───▶ refused
 *   link ─ release ─ Forward ─▶ fromServer ─▶ ToClient ─▶ client
 *
 *   NEW ── initialize ──▶ BEGINNING ── one server serves ──▶ OPEN ── ended ──▶ OVER
 *                            └──────── none does ─────────────────────────────▶
 * </pre>
 *
 * <p>A transport has to:
 *
 * <ul>
 *   <li>scan the client's messages within {@link #CLIENT_LIMITS}, and answer what is no message;
 *   <li>give each server a gateway session of its own, with the server's configured name;
 *   <li>carry out the door's {@link io.agentgate.gateway.Ruling.Later later} rulings for one server
 *       in order;
 *   <li>call {@link #tick} about every second while {@link #isWaiting};
 *   <li>open a server's link before or when it is first sent something; say {@link #left} if that
 *       fails or the link ends, after it has handed in what the door made of the requests on it,
 *       and {@link #joined} when there is a new link.
 * </ul>
 */
public final class Federation {
    /** What a client may send: names are longer by the server's name and two underscores. */
    public static final Limits CLIENT_LIMITS =
            new Limits(
                    Limits.DEFAULT.maxBytes(),
                    Limits.DEFAULT.maxDepth(),
                    Limits.DEFAULT.maxString(),
                    Limits.DEFAULT.maxNumber(),
                    Limits.DEFAULT.maxKeys(),
                    Limits.DEFAULT.maxName()
                            + ServerNames.MAX_LENGTH
                            + ServerNames.SEPARATOR.length());

    private final Conversation conversation;
    private final BackChannel back;
    private final FromClient fromClient;
    private final FromServer fromServer;

    /**
     * A session that begins with the client's {@code initialize}.
     *
     * @param roster the same for all sessions of the process
     */
    public Federation(Roster roster) {
        conversation = new Conversation(roster);
        back = new BackChannel(conversation);
        fromClient = new FromClient(conversation, back);
        fromServer = new FromServer(conversation, back);
    }

    /** The client sent a message. */
    public List<Step> fromClient(Message message) {
        fromClient.take(message);
        return conversation.out.take();
    }

    /**
     * A server's door let a message through to the client, or put one in its place.
     *
     * @param bearing as the door said
     * @throws IllegalArgumentException if no server has that name; so do the other methods
     */
    public List<Step> fromServer(String server, Frame frame, Bearing bearing) {
        fromServer.take(conversation.member(server), frame, bearing);
        return conversation.out.take();
    }

    /**
     * A server's door sent back a request that was on its way to the server.
     *
     * @param reply the door's answer, under the request's id
     */
    public List<Step> refused(String server, Id id, Frame reply) {
        Member member = conversation.member(server);
        if (!conversation.own.settle(member, id, Outcome.of(reply))) {
            if (conversation.requests.remove(id, member) == null) {
                conversation.out.note(member, "its door refused what is not in progress");
            } else {
                conversation.out.answer(id, reply);
            }
        }
        return conversation.out.take();
    }

    /**
     * A request will have no answer, and the server's door does not know of it; what it knows it
     * {@linkplain io.agentgate.gateway.Gatekeeper#lose ends itself}, with an answer for {@link
     * #fromServer}.
     *
     * @param reason words for the client
     */
    public List<Step> lost(String server, Id id, String reason) {
        return refused(server, id, Replies.error(id, Refusal.UNAVAILABLE, reason, null));
    }

    /**
     * A server is gone, or could not be reached.
     *
     * @param reason words for the client
     */
    public List<Step> left(String server, String reason) {
        leave(conversation.member(server), reason);
        return conversation.out.take();
    }

    private void leave(Member member, String reason) {
        boolean served = member.isReady();
        member.left(reason);
        conversation.own.left(member, member.trouble());
        for (Id id : conversation.requests.removeAll(member)) {
            conversation.out.unavailable(id, member, reason);
        }
        back.left(member);
        if (served) {
            conversation.listsChanged(member);
        }
    }

    /** A server that was gone or had failed can be reached again, over a new link. */
    public List<Step> joined(String server) {
        begin(conversation.member(server));
        return conversation.out.take();
    }

    private void begin(Member member) {
        Request initialize = conversation.initialize();
        boolean over = conversation.phase() == Conversation.Phase.OVER;
        if (initialize != null && !over && !member.isReady() && !member.isBeginning()) {
            new Arrival(conversation, member).begin(initialize);
        }
    }

    /**
     * There are other servers. Those that stay keep their part in the session, those that go leave
     * it for good, and those that come are asked to begin. One that is configured anew goes, and
     * comes.
     *
     * @param roster made by {@link Roster#next} of the one before
     * @param stay the names of those that are the same
     */
    public List<Step> changed(Roster roster, Set<String> stay) {
        for (Member member : conversation.members()) {
            if (!stay.contains(member.name().text)) {
                leave(member, "it is not offered any more");
            }
        }
        conversation.become(roster, stay).forEach(this::begin);
        return conversation.out.take();
    }

    /**
     * Time goes by. Whatever has a deadline has it from the first tick on that follows its
     * beginning.
     *
     * @param nanoTime of a monotonic clock
     */
    public List<Step> tick(long nanoTime) {
        conversation.own.tick(nanoTime);
        back.tick(nanoTime);
        return conversation.out.take();
    }

    /** Whether a request of the client waits for its answer. */
    public boolean isInProgress(Id id) {
        return conversation.requests.contains(id);
    }

    /** Whether something waits for time to go by. */
    public boolean isWaiting() {
        return !conversation.own.isEmpty() || !back.isEmpty();
    }

    /** The client is gone, whatever was in progress; nothing it asked for goes anywhere now. */
    public void end() {
        conversation.over();
        conversation.requests.clear();
        conversation.own.clear();
        back.clear();
    }

    /** The protocol revision a server agreed to; null before it answered. */
    public @Nullable String revision(String server) {
        return conversation.member(server).revision();
    }
}
