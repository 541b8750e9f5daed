package io.agentgate.transports.entrance;

import io.agentgate.gateway.caller.Networks;
import io.agentgate.protocol.Era;
import io.netty.handler.codec.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/** The checks every request passes, cheapest first, before anything of its body is read. */
public final class Entrance {
    /** Longest message a client may send, in bytes: what the scanner reads at most. */
    public static final int MAX_BODY_BYTES = io.agentgate.protocol.Limits.DEFAULT.maxBytes();

    private static final String CONTINUE = "100-continue";

    private final Provenance provenance;
    private final Authentication authentication;
    private final @Nullable ProtectedResource resource;
    private final TrustedProxies proxies;

    /**
     * @param resource what clients are told of the issuers of tokens; null where none are taken
     * @param proxies from where others are believed who they say a request is of
     */
    public Entrance(
            Provenance provenance,
            Authentication authentication,
            @Nullable ProtectedResource resource,
            Networks proxies) {
        this.provenance = provenance;
        this.authentication = authentication;
        this.resource = resource;
        this.proxies = new TrustedProxies(proxies);
    }

    /** The header in which callers show their keys. */
    public String credentialHeader() {
        return authentication.header();
    }

    /**
     * Why a request to whatever path is turned away, or null.
     *
     * @param anyOrigin whether pages of all origins may ask for what is there
     */
    public @Nullable Rejection checkHead(RequestHead head, boolean anyOrigin) {
        String repeated = head.repeated();
        if (repeated != null) {
            return Rejection.malformed("a header stands twice that may stand only once");
        }
        String coding = head.transferEncoding();
        if (coding != null && !coding.strip().equalsIgnoreCase("chunked")) {
            // RFC 9112, section 6.1: whoever reads this another way sees another request.
            return Rejection.malformed("the only transfer coding is chunked");
        }
        Rejection stranger = provenance.checkHost(head);
        return stranger != null || anyOrigin ? stranger : provenance.checkOrigin(head);
    }

    /**
     * Finds out who makes a request.
     *
     * @param query what stands behind the path, or null
     */
    public Login login(Shown shown, @Nullable String query, String address) {
        if (QueryCredentials.in(query)) {
            // RFC 6750, section 3.1: in more than one place it is a malformed request.
            return shown.credential() == null && authentication.isRequired()
                    ? Bearer.missing("a credential in the URL is not accepted")
                    : new Login.Denied(
                            Rejection.malformed("credentials must not stand in the URL"));
        }
        return proxies.named(
                authentication.login(shown.credential(), address, shown.certificate()),
                shown,
                address);
    }

    /** The same rejection, with all that a client on this route has to know to be let in. */
    public Rejection explained(Rejection rejection, String route) {
        return resource == null ? rejection : resource.explained(rejection, route);
    }

    /** What clients are told of the issuers of tokens at this path, or null if nothing is there. */
    public @Nullable String metadata(String path) {
        return resource == null ? null : resource.document(path);
    }

    /** Whether callers are asked who they are. */
    public boolean asksForKeys() {
        return authentication.isRequired();
    }

    /** Why a request to the endpoints of HTTP with SSE is turned away, or null. */
    public @Nullable Rejection checkEvents(HttpMethod method, RequestHead head) {
        String version = head.protocolVersion();
        if (version != null && !(Era.of(version) instanceof Era.Handshake)) {
            return Rejection.malformed("unsupported MCP-Protocol-Version");
        }
        // An answer to POST has no body to be accepted.
        return method.equals(HttpMethod.POST) ? checkBody(head) : checkStream(head);
    }

    /**
     * Why a request to the MCP endpoint is turned away, or null. Which revision a message may be in
     * is asked when it is there.
     */
    public @Nullable Rejection checkMcp(HttpMethod method, RequestHead head) {
        String version = head.protocolVersion();
        if (version != null && !method.equals(HttpMethod.POST)) {
            Rejection wrong = checkRevision(version);
            if (wrong != null) {
                return wrong;
            }
        }
        String lastEventId = head.lastEventId();
        if (lastEventId != null && !VisibleText.is(lastEventId)) {
            return Rejection.malformed("Last-Event-ID holds what no event id does");
        }
        if (method.equals(HttpMethod.POST)) {
            return checkPost(head);
        }
        return method.equals(HttpMethod.GET) ? checkStream(head) : null;
    }

    private static @Nullable Rejection checkRevision(String version) {
        return switch (Era.of(version)) {
            case Era.Handshake handshake -> null;
            case Era.Stateless stateless ->
                    new Rejection(405, "this revision has only POST", "Allow", "POST");
            case null -> Rejection.malformed("unsupported MCP-Protocol-Version");
        };
    }

    private static @Nullable Rejection checkStream(RequestHead head) {
        return MediaTypes.accepts(head.accept(), MediaTypes.EVENT_STREAM)
                ? null
                : new Rejection(406, "Accept must include text/event-stream");
    }

    private static @Nullable Rejection checkPost(RequestHead head) {
        Rejection wrong = checkBody(head);
        if (wrong != null) {
            return wrong;
        }
        if (!MediaTypes.accepts(head.accept(), MediaTypes.JSON)
                || !MediaTypes.accepts(head.accept(), MediaTypes.EVENT_STREAM)) {
            return new Rejection(406, "Accept must include application/json and text/event-stream");
        }
        return null;
    }

    private static @Nullable Rejection checkBody(RequestHead head) {
        if (!MediaTypes.is(MediaTypes.JSON, head.contentType())) {
            return new Rejection(415, "Content-Type must be application/json in UTF-8");
        }
        String encoding = head.contentEncoding();
        if (encoding != null && !encoding.strip().equalsIgnoreCase("identity")) {
            return new Rejection(
                    415, "compressed bodies are not accepted", "Accept-Encoding", "identity");
        }
        String expect = head.expect();
        if (expect != null && !expect.equalsIgnoreCase(CONTINUE)) {
            return new Rejection(417, "this expectation cannot be met");
        }
        if (head.contentLength() > MAX_BODY_BYTES) {
            return new Rejection(413, "message is too large");
        }
        return null;
    }
}
