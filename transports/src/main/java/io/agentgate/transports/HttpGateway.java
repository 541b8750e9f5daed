package io.agentgate.transports;

import io.agentgate.gateway.credential.SecretException;
import io.agentgate.gateway.ticket.Tickets;
import io.agentgate.transports.conversation.Bridges;
import io.agentgate.transports.entrance.Entrance;
import io.agentgate.transports.entrance.Provenance;
import io.agentgate.transports.entrance.Shown;
import io.agentgate.transports.link.SseLinks;
import io.agentgate.transports.route.Route;
import io.agentgate.transports.route.Routes;
import io.agentgate.transports.route.ServersBehind;
import io.agentgate.transports.route.UpstreamReadings;
import io.agentgate.transports.session.ClientSession;
import io.agentgate.transports.session.LiveSession;
import io.agentgate.transports.session.Membership;
import io.agentgate.transports.session.Sessions;
import io.agentgate.transports.session.StateSeal;
import io.agentgate.transports.session.Talk;
import io.agentgate.transports.tls.TlsMaterial;
import io.agentgate.transports.upstream.Reachability;
import io.agentgate.transports.upstream.UpstreamSettings;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.SSLOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** The gateway in front of its servers: as many lanes as there are event loops for. */
public final class HttpGateway {
    private static final long LOOK_MILLIS = 50;
    private static final long HOUSEKEEPING_MILLIS = 30_000;
    private static final long READING_MILLIS = 5_000;

    private final Vertx vertx;
    private final ListenerSettings listener;
    private final ServersBehind servers;
    private final Routes routes;
    private final HttpParts parts;
    private final Sessions sessions;
    private final Entrance entrance;
    private final Bridges bridges;
    private final Tickets<Shown> tickets = new Tickets<>(TicketDesk.MAX_TICKETS);
    private final List<Lane> lanes = new CopyOnWriteArrayList<>();
    private long housekeeping;
    private long reading;

    /**
     * A gateway that does not listen yet.
     *
     * @param servers those behind it at first; see {@link #serve}
     */
    public HttpGateway(
            Vertx vertx, ListenerSettings listener, ServersBehind servers, HttpParts parts) {
        this.vertx = vertx;
        this.listener = listener;
        this.servers = servers;
        this.routes = new Routes(vertx, this::sse, parts.news());
        this.parts = parts;
        this.sessions = new Sessions(parts.seal(), parts.membership());
        this.bridges = new Bridges(new StateSeal(parts.seal()), parts.membership().replica());
        this.entrance =
                new Entrance(
                        new Provenance(listener.hosts(), listener.allowedOrigins()),
                        parts.authentication(),
                        listener.resource(),
                        listener.trustedProxies());
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
        return vertx.executeBlocking(
                        () -> {
                            routes.serve(servers);
                            return Readings.open(vertx, listener);
                        })
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

    /**
     * Lets other servers stand behind the gateway. Sessions with those that stay as they were go
     * on, those with several as one with the servers there are now; those with others end, and what
     * they still wait for is lost. Reads files.
     *
     * @throws IOException if a file cannot be used; then all stays as it was
     */
    public void serve(ServersBehind changed) throws SecretException, IOException {
        List<Route> gone = routes.serve(changed);
        leaveOthers();
        for (Route left : gone) {
            if (left instanceof Route.Linked linked) {
                linked.callers().close();
                if (linked.links() instanceof SseLinks sse) {
                    sse.close();
                }
            }
        }
    }

    /** A request that was on its way during a change may have gone where it leads no more. */
    private void leaveOthers() {
        Collection<Route> served = routes.all();
        for (ClientSession session : sessions.all()) {
            if (!served.contains(session.route())) {
                leave(session);
            } else if (session.route() instanceof Route.Federated) {
                tellOfServers(session);
            }
        }
        lanes.forEach(lane -> lane.context().runOnContext(now -> lane.leaveOthersThan(served)));
    }

    private static void tellOfServers(ClientSession session) {
        Talk talk = session.talk();
        if (talk != null) {
            talk.serversChanged();
        }
    }

    private void leave(ClientSession session) {
        if (sessions.leave(session)) {
            parts.gatekeeper().end(session.session(), "the server is configured anew");
        }
    }

    private SseLinks sse(UpstreamSettings settings, UpstreamReadings files) {
        return new SseLinks(
                vertx,
                settings,
                files,
                new Reachability(settings.server(), parts.news(), System::nanoTime),
                unexpected ->
                        parts.gatekeeper().note("internal_error", unexpected.getClass().getName()));
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
                };
        vertx.executeBlocking(
                () -> {
                    readings.readAgain(changes, this::refused);
                    routes.all().forEach(this::readAgain);
                    return true;
                });
    }

    private void readAgain(Route route) {
        switch (route) {
            case Route.Direct direct ->
                    direct.readings().readAgain(now -> update(direct, now), this::refused);
            case Route.Linked linked -> {
                if (linked.links() instanceof SseLinks links) {
                    links.readAgain(done -> tell(named(route), done), this::refused);
                }
            }
            case Route.Federated _ -> {
                // Each of its servers is a route of its own, too.
            }
        }
    }

    private void refused(String problem) {
        parts.gatekeeper().note("file_refused", problem);
    }

    private void update(Route.Direct route, TlsMaterial now) {
        for (Lane lane : lanes) {
            tell(
                    named(route),
                    on(lane, () -> lane.updateUpstream(route, now)).compose(done -> done));
        }
    }

    private static String named(Route route) {
        return "server `" + route.server() + "`";
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
        Lane lane = laneOf(id);
        CompletableFuture<Boolean> taken = new CompletableFuture<>();
        lane.context().runOnContext(now -> lane.take(session, message, taken));
        return taken;
    }

    private Lane laneOf(String session) {
        return lanes.get(Math.floorMod(session.hashCode(), lanes.size()));
    }

    private Lane lane(Readings readings) {
        LaneParts shared = new LaneParts(entrance, routes, sessions, bridges, tickets);
        Lane lane = new Lane(listener, shared, parts, readings);
        lanes.add(lane);
        return lane;
    }

    /** How many sessions there are. */
    public int sessions() {
        return sessions.size();
    }

    /** The sessions that were used last, the latest first; {@code most} of them. */
    public List<LiveSession> latestSessions(int most) {
        return sessions.latest(most);
    }

    private void keepHouse() {
        leaveOthers();
        for (Route route : routes.all()) {
            if (route instanceof Route.Linked linked) {
                linked.callers().sweep();
            }
        }
        for (ClientSession session : sessions.all()) {
            Talk talk = session.talk();
            if (talk != null) {
                talk.tidy();
            } else {
                Lane lane = laneOf(session.session().identity().id());
                lane.context().runOnContext(now -> lane.giveUpForgotten(session));
            }
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
