package io.agentgate.cli.clients;

import java.util.Iterator;

/** The names of clients, for what completes command lines. */
public final class ClientWords implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
        return Client.words().iterator();
    }
}
