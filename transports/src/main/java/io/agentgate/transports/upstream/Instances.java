package io.agentgate.transports.upstream;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints of a server, each of which can serve all of its clients. Thread safe.
 *
 * <p>What is new goes to one that is in, by {@link Health}, with the fewest exchanges in progress;
 * to each in its turn where these are the same. Where all are out, all are used.
 */
public final class Instances {
    private final List<Instance> all;
    private final AtomicInteger turn = new AtomicInteger();

    private Instances(List<Instance> all) {
        this.all = List.copyOf(all);
    }

    /** A server with one endpoint. */
    public static Instances of(Instance only) {
        return new Instances(List.of(only));
    }

    /**
     * A server with several.
     *
     * @param settings those of all but for the URI
     * @param tries how often one that could not be reached is tried
     * @param news takes a line for people when one goes out, and when it is back
     */
    public static Instances several(
            UpstreamSettings settings,
            List<URI> uris,
            Duration tries,
            Consumer<String> news,
            LongSupplier nanoTime) {
        return new Instances(
                uris.stream()
                        .map(
                                uri ->
                                        Instance.oneOfSeveral(
                                                settings.at(uri),
                                                new Health(
                                                        "endpoint "
                                                                + Instance.name(uri)
                                                                + " of server "
                                                                + settings.server(),
                                                        tries,
                                                        news,
                                                        nanoTime)))
                        .toList());
    }

    /**
     * What is known of one.
     *
     * @param url without what may be secret
     * @param out whether it takes nothing new
     * @param inProgress exchanges, streams that are open among them
     */
    public record State(String url, boolean out, int inProgress) {}

    /** What is known of each. */
    public List<State> states() {
        return all.stream()
                .map(
                        each ->
                                new State(
                                        Instance.name(each.settings().uri()),
                                        each.isOut(),
                                        each.inProgress()))
                .toList();
    }

    public List<Instance> all() {
        return all;
    }

    /** The one for what is new. */
    public Instance choose() {
        Instance best = all.size() == 1 ? null : best(Set.of());
        return best == null ? all.getFirst() : best;
    }

    /** Another one, where these could not be reached; null if there is none left. */
    public @Nullable Instance other(Set<Instance> tried) {
        return tried.size() >= all.size() ? null : best(tried);
    }

    private @Nullable Instance best(Set<Instance> tried) {
        int start = turn.getAndIncrement();
        Instance best = null;
        for (int each = 0; each < all.size(); each++) {
            Instance next = all.get(Math.floorMod(start + each, all.size()));
            if (!tried.contains(next) && (best == null || isBetter(next, best))) {
                best = next;
            }
        }
        return best;
    }

    private static boolean isBetter(Instance one, Instance other) {
        return one.isOut() == other.isOut() ? one.inProgress() < other.inProgress() : other.isOut();
    }
}
