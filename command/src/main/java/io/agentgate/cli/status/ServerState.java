package io.agentgate.cli.status;

import io.agentgate.gateway.meter.ServerWatch;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code serve} tells of one of its servers.
 *
 * @param name its configured name
 * @param at the path where it stands alone
 * @param reachedBy a URL without its query, or the word of a program
 * @param protocol the revision it agreed to last; null if it never did
 * @param tools how many it listed last; null if it never did
 * @param calls tool calls that ended
 * @param median time of the last calls that it answered; null without any
 * @param trouble why it did not answer last, or could not be started; null if all is well
 * @param children null where it is no program
 * @param endpoints where it has several
 */
public record ServerState(
        String name,
        String at,
        String reachedBy,
        @Nullable String protocol,
        @Nullable Integer tools,
        long calls,
        @Nullable Duration median,
        @Nullable String trouble,
        @Nullable Children children,
        List<Endpoint> endpoints) {
    public ServerState {
        endpoints = List.copyOf(endpoints);
    }

    /** A server without several endpoints. */
    public ServerState(
            String name,
            String at,
            String reachedBy,
            @Nullable String protocol,
            @Nullable Integer tools,
            long calls,
            @Nullable Duration median,
            @Nullable String trouble,
            @Nullable Children children) {
        this(name, at, reachedBy, protocol, tools, calls, median, trouble, children, List.of());
    }

    /**
     * One of several endpoints.
     *
     * @param url without its query
     * @param out whether it takes nothing new
     * @param inProgress requests to it
     */
    public record Endpoint(String url, boolean out, int inProgress) {
        String state() {
            return out ? "out" : "in";
        }
    }

    /**
     * The processes of a program.
     *
     * @param live that run now
     * @param started in all
     * @param restsFor how long none is started yet; null if one may be
     */
    public record Children(int live, long started, @Nullable Duration restsFor) {}

    /** One word for people. */
    public String word() {
        if (children != null && children.restsFor() != null) {
            return "resting";
        }
        return ServerWatch.word(protocol, trouble);
    }
}
