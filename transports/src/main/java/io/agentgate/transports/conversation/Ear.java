package io.agentgate.transports.conversation;

import io.agentgate.protocol.Id;
import io.agentgate.transports.conversation.EventStore.Kept;
import io.agentgate.transports.exchange.ClientResponse;
import io.agentgate.transports.exchange.ClientStream;
import io.agentgate.transports.exchange.EventLoop;
import org.jspecify.annotations.Nullable;

/** One GET of a client: the session's own stream, or the rest of one that broke. */
final class Ear implements Hearing {
    private final EventLoop loop;
    private final StreamableTalk talk;
    private final ClientResponse client;
    private final Runnable atEnd;
    private @Nullable ClientStream opened;
    private boolean full;

    /**
     * @param loop that of the client's connection
     * @param atEnd runs when it hears no more
     */
    Ear(EventLoop loop, StreamableTalk talk, ClientResponse client, Runnable atEnd) {
        this.loop = loop;
        this.talk = talk;
        this.atEnd = atEnd;
        this.client = client;
    }

    /** Begins to answer, once the conversation knows of it: a client that hears so is heard. */
    void begin() {
        loop.run(
                () ->
                        stream()
                                .onGone(
                                        () -> {
                                            drained();
                                            talk.gone(this);
                                            atEnd.run();
                                        }));
    }

    private ClientStream stream() {
        ClientStream stream = opened;
        if (stream == null) {
            stream = client.stream();
            opened = stream;
        }
        return stream;
    }

    @Override
    public void event(Kept event) {
        loop.run(
                () -> {
                    ClientStream stream = stream();
                    stream.send(event.event());
                    if (!full && stream.isFull()) {
                        full = true;
                        talk.full(this);
                        stream.onDrain(this::drained);
                    }
                });
    }

    private void drained() {
        if (full) {
            full = false;
            talk.drained(this);
        }
    }

    @Override
    public boolean hasBegun() {
        return true;
    }

    @Override
    public void last(Kept answer, boolean kept) {
        event(answer);
        end();
    }

    @Override
    public void givenUp(Id request) {
        end();
    }

    @Override
    public void end() {
        loop.run(
                () -> {
                    stream().end();
                    drained();
                    atEnd.run();
                });
    }
}
