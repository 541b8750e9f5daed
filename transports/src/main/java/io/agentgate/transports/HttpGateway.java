package io.agentgate.transports;

import io.agentgate.transports.entrance.Entrance;
import io.agentgate.transports.entrance.Provenance;
import io.agentgate.transports.session.ClientSession;
import io.agentgate.transports.session.Membership;
import io.agentgate.transports.session.Sessions;
import io.agentgate.transports.tls.TlsMaterial;
import io.agentgate.transports.upstream.UpstreamSettings;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.SSLOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** The gateway in front of one HTTP server: as many lanes as there are event loops for. */
public final class HttpGateway {
    private static final long LOOK_MILLIS = 50;
    private static final long HOUSEKEEPING_MILLIS = 30_000;
    private static final long READING_MILLIS = 5_000;

    private final Vertx vertx;
    private final ListenerSettings listener;
    private final UpstreamSettings upstream;
    private final HttpParts parts;
    private final Sessions sessions;
    private final Entrance entrance;
    private final List<Lane> lanes = new CopyOnWriteArrayList<>();
    private long housekeeping;
    private long reading;

    /** A gateway that does not listen yet. */
    public HttpGateway(
            Vertx vertx, ListenerSettings listener, UpstreamSettings upstream, HttpParts parts) {
        this.vertx = vertx;
        this.listener = listener;
        this.upstream = upstream;
        this.parts = parts;
        this.sessions = new Sessions(parts.seal(), parts.membership(), upstream.server());
        this.entrance =
                new Entrance(
                        new Provenance(listener.hosts(), listener.allowedOrigins()),
                        parts.authentication(),
                        listener.resource());
    }

    /**
     * Begins to listen.
     *
     * @param loops how many event loops to use
     * @return the port; fails with a {@link java.net.BindException} if it is taken, or says which
     *     file cannot be read
     */
    public Future<Integer> start(int loops) {
        DeploymentOptions each = new DeploymentOptions().setInstances(loops);
        return vertx.executeBlocking(() -> Readings.open(vertx, listener, upstream))
                .compose(
                        readings ->
                                vertx.deployVerticle(() -> lane(readings), each)
                                        .onSuccess(deployed -> keepReading(readings)))
                .map(
                        deployed -> {
                            housekeeping =
                                    vertx.setPeriodic(HOUSEKEEPING_MILLIS, now -> keepHouse());
                            if (parts.membership().shared()) {
                                joinOthers();
                            }
                            return lanes.getFirst().port();
                        });
    }

    private void keepReading(Readings readings) {
        reading = vertx.setPeriodic(READING_MILLIS, now -> readAgain(readings));
    }

    private void readAgain(Readings readings) {
        Readings.Changes changes =
                new Readings.Changes() {
                    @Override
                    public void certificate() {
                        reloaded("the listener");
                    }

                    @Override
                    public void authorities(SSLOptions now) {
                        tell("the listener", lanes.getFirst().updateListener(now));
                    }

                    @Override
                    public void upstream(TlsMaterial now) {
                        lanes.forEach(
                                lane ->
                                        tell(
                                                "the server",
                                                on(lane, () -> lane.updateUpstream(now))
                                                        .compose(done -> done)));
                    }
                };
        vertx.executeBlocking(
                () -> {
                    readings.readAgain(
                            changes, problem -> parts.gatekeeper().note("file_refused", problem));
                    return true;
                });
    }

    private void tell(String whose, Future<Boolean> updated) {
        updated.onSuccess(done -> reloaded(whose))
                .onFailure(unusable -> parts.gatekeeper().note("tls_refused", "files of " + whose));
    }

    private void reloaded(String whose) {
        parts.gatekeeper().note("tls_loaded", "files of " + whose);
    }

    private void joinOthers() {
        Membership membership = parts.membership();
        membership.directory().onEnd(this::endedElsewhere);
        membership.replicas().onOffer(this::take);
    }

    private void endedElsewhere(String id) {
        ClientSession session = sessions.byId(id);
        if (session != null && sessions.leave(session)) {
            parts.gatekeeper().abandon(session.session(), "the client ended the session");
        }
    }

    /** Takes what another process was told, if it speaks of something that waits here. */
    private CompletionStage<Boolean> take(String id, byte[] message) {
        ClientSession session = sessions.byId(id);
        if (session == null) {
            return CompletableFuture.completedStage(false);
        }
        Lane lane = lanes.get(Math.floorMod(id.hashCode(), lanes.size()));
        CompletableFuture<Boolean> taken = new CompletableFuture<>();
        lane.context().runOnContext(now -> lane.take(session, message, taken));
        return taken;
    }

    private Lane lane(Readings readings) {
        Lane lane = new Lane(listener, upstream, sessions, entrance, parts, readings);
        lanes.add(lane);
        return lane;
    }

    /** How many sessions there are. */
    public int sessions() {
        return sessions.size();
    }

    private void keepHouse() {
        for (ClientSession session : sessions.all()) {
            // Nobody waits on a connection any more for what is this old.
            parts.gatekeeper().expire(session.session());
        }
        for (ClientSession session : sessions.idle(System.nanoTime())) {
            if (sessions.leave(session)) {
                parts.gatekeeper().abandon(session.session(), "the session was not used");
            }
        }
    }

    /**
     * Lets requests in progress finish and turns others away, then closes all streams and stops
     * listening.
     *
     * @param grace how long requests in progress may still take
     * @return how many did not finish
     */
    public Future<Integer> drain(Duration grace) {
        vertx.cancelTimer(housekeeping);
        vertx.cancelTimer(reading);
        lanes.forEach(
                lane ->
                        on(
                                lane,
                                () -> {
                                    lane.drain();
                                    return 0;
                                }));
        return awaitQuiet(System.nanoTime() + grace.toNanos())
                .compose(
                        unfinished -> {
                            sessions.all().forEach(sessions::leave);
                            Promise<Integer> closed = Promise.promise();
                            // What the streams still have to say goes out first.
                            vertx.setTimer(LOOK_MILLIS, over -> closed.complete(unfinished));
                            return closed.future();
                        });
    }

    private Future<Integer> awaitQuiet(long deadline) {
        List<Future<Integer>> counts = new ArrayList<>();
        for (Lane lane : lanes) {
            counts.add(on(lane, lane::running));
        }
        return Future.all(counts)
                .compose(
                        all -> {
                            int running = counts.stream().mapToInt(Future::result).sum();
                            if (running == 0 || System.nanoTime() - deadline > 0) {
                                return Future.succeededFuture(running);
                            }
                            Promise<Integer> later = Promise.promise();
                            vertx.setTimer(
                                    LOOK_MILLIS, over -> awaitQuiet(deadline).onComplete(later));
                            return later.future();
                        });
    }

    private static <T> Future<T> on(Lane lane, java.util.function.Supplier<T> task) {
        Promise<T> done = Promise.promise();
        Context context = lane.context();
        context.runOnContext(now -> done.complete(task.get()));
        return done.future();
    }
}
