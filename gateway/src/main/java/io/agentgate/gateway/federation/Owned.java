package io.agentgate.gateway.federation;

import java.util.List;

/** What servers may both have under one bare name. */
enum Owned {
    TOOL(Carrier.NAME),
    PROMPT(Carrier.NAME),
    /** A URI of {@code resources/list}, or one that was seen in a result. */
    RESOURCE(Carrier.URI),
    /** A template of URIs. */
    TEMPLATE(Carrier.URI),
    /** The page of an MCP App, as the tool that shows it names it. */
    PAGE(Carrier.URI);

    private static final List<Owned> OF_URIS = List.of(RESOURCE, TEMPLATE, PAGE);

    final Carrier carrier;

    Owned(Carrier carrier) {
        this.carrier = carrier;
    }

    /** All whose names are told apart together: a URI is one server's, however it is known. */
    List<Owned> together() {
        return carrier == Carrier.URI ? OF_URIS : List.of(this);
    }
}
