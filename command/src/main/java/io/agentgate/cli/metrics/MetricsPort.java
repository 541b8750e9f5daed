package io.agentgate.cli.metrics;

import com.sun.net.httpserver.HttpServer;
import io.agentgate.cli.terminal.CommandException;
import io.agentgate.cli.terminal.ExitCode;
import io.agentgate.embedded.prometheus.PrometheusMeters;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A bound port of this machine; it answers once there are meters to show. */
public final class MetricsPort implements AutoCloseable {
    /** Each may hold a thread until its time is over, so there are as many threads. */
    private static final int MAX_CONNECTIONS = 32;

    static {
        // The JDK's server reads these once, when it is loaded, and has no other way to be told.
        System.setProperty("jdk.httpserver.maxConnections", Integer.toString(MAX_CONNECTIONS));
        System.setProperty("sun.net.httpserver.maxReqTime", "5");
        System.setProperty("sun.net.httpserver.maxRspTime", "5");
    }

    private final HttpServer server;
    private final ThreadPoolExecutor threads;

    private MetricsPort(HttpServer server) {
        this.server = server;
        this.threads =
                new ThreadPoolExecutor(
                        0,
                        MAX_CONNECTIONS,
                        1,
                        TimeUnit.SECONDS,
                        new SynchronousQueue<>(),
                        Thread.ofPlatform().name("metrics-", 1).daemon().factory());
    }

    /**
     * Takes a port, so that nobody else can.
     *
     * @throws CommandException if somebody else has it, or it may not be used
     */
    public static MetricsPort open(int port) throws CommandException {
        try {
            InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
            return new MetricsPort(
                    HttpServer.create(new InetSocketAddress(loopback, port), MAX_CONNECTIONS));
        } catch (IOException taken) {
            throw new CommandException(
                    ExitCode.IO,
                    "the port " + port + " for metrics cannot be used: " + taken.getMessage());
        }
    }

    /** Begins to answer. */
    public void show(PrometheusMeters meters) {
        server.setExecutor(threads);
        server.createContext("/", new MetricsPages(meters));
        server.start();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
