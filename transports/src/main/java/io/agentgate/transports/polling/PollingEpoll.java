package io.agentgate.transports.polling;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.vertx.core.impl.transports.EpollTransport;
import java.util.concurrent.ThreadFactory;

/**
 * Vert.x' transport for Linux with loops that can look before they sleep. Vert.x finds it as a
 * service, and takes its own where epoll is not to be had.
 */
public final class PollingEpoll extends EpollTransport {
    @Override
    public EventLoopGroup eventLoopGroup(
            int type, int threads, ThreadFactory threadFactory, int ioRatio) {
        EpollEventLoopGroup group =
                new EpollEventLoopGroup(
                        threads, threadFactory, () -> new BriefPolling(System::nanoTime));
        group.setIoRatio(ioRatio);
        return group;
    }
}
