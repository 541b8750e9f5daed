package io.agentgate.gateway.federation;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.agentgate.gateway.Ruling.Bearing;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Request;
import io.agentgate.protocol.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What one client and its servers know of each other. */
final class Conversation {
    final Outbox out = new Outbox();
    final OwnRequests own = new OwnRequests(out);
    final ClientRequests requests = new ClientRequests();
    final ExposedNames names;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private Roster roster;
    private int joined;

    private Phase phase = Phase.NEW;
    private @Nullable Request initialize;
    private @Nullable Value clientCapabilities;
    private @Nullable Value told;
    private @Nullable Frame initialized;
    private @Nullable Frame level;

    /** How far the client's own handshake has come. */
    enum Phase {
        NEW,
        BEGINNING,
        OPEN,
        OVER
    }

    Conversation(Roster roster) {
        this.roster = roster;
        names = new ExposedNames(roster);
        for (ServerName name : roster.names()) {
            Member _ = join(name);
        }
    }

    private Member join(ServerName name) {
        Member member = new Member(name, joined++);
        members.put(name.text, member);
        return member;
    }

    Roster roster() {
        return roster;
    }

    /**
     * Goes on with the servers of another roster. In this session those that come stand behind
     * those that stay, wherever they are configured.
     *
     * @param stay the names of those that are the same
     * @return those that come
     */
    List<Member> become(Roster next, Set<String> stay) {
        roster = next;
        names.become(next);
        members.keySet().retainAll(stay);
        List<Member> come = new ArrayList<>();
        for (ServerName name : next.names()) {
            Member member = members.get(name.text);
            if (member == null) {
                come.add(join(name));
            } else {
                member.renamed(name);
            }
        }
        return come;
    }

    Phase phase() {
        return phase;
    }

    boolean isOpen() {
        return phase == Phase.OPEN;
    }

    /** In configured order; those that came later behind. */
    List<Member> members() {
        return List.copyOf(members.values());
    }

    List<Member> ready(Predicate<Member> which) {
        return members.values().stream().filter(Member::isReady).filter(which).toList();
    }

    Member member(ServerName name) {
        return member(name.text);
    }

    /** The server of that name; null if there is none. */
    @Nullable Member find(String name) {
        return members.get(name);
    }

    /**
     * The server of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    Member member(String name) {
        Member member = find(name);
        if (member == null) {
            throw new IllegalArgumentException("no server is called " + name);
        }
        return member;
    }

    /** The client asked to begin. */
    void begin(Request asked) {
        phase = Phase.BEGINNING;
        initialize = asked;
        Value params = Value.of(asked.frame()).member("params");
        clientCapabilities = params == null ? null : params.member("capabilities");
    }

    /** What the client asked to begin with; asked of servers that come later, too. */
    @Nullable Request initialize() {
        return initialize;
    }

    /**
     * The client was answered.
     *
     * @param capabilities what it was told the servers have
     */
    void opened(Value capabilities) {
        phase = Phase.OPEN;
        told = capabilities;
    }

    void over() {
        phase = Phase.OVER;
    }

    /** Whether the client declared a capability. */
    boolean clientOffers(String capability) {
        Value offered = clientCapabilities == null ? null : clientCapabilities.member(capability);
        return offered != null && offered.isObject();
    }

    /** The client is ready; repeated to servers that come later. */
    void initialized(Frame notification) {
        initialized = notification;
    }

    /** What the client said when it was ready; null before. */
    @Nullable Frame initialized() {
        return initialized;
    }

    /** The client chose a log level; repeated to servers that come later. */
    void level(Frame request) {
        level = request;
    }

    @Nullable Frame level() {
        return level;
    }

    /** Whether the client was told that servers have something. */
    boolean hasTold(String capability) {
        return told != null && told.member(capability) != null;
    }

    /** Tells the client that lists a server is in are not what they were. */
    void listsChanged(Member member) {
        names.changed();
        if (!isOpen()) {
            return;
        }
        for (String list : List.of("tools", "prompts", "resources")) {
            if (member.offers(list, null) && hasTold(list)) {
                String method = "notifications/" + list + "/list_changed";
                String text = "{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\"}";
                out.toClient(Frame.of(text.getBytes(US_ASCII)), Bearing.ALONE);
            }
        }
    }
}
