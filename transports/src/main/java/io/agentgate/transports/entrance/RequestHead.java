package io.agentgate.transports.entrance;

import io.agentgate.gateway.era.Mirror;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway reads of a request's headers, each at most once: a header that stands twice has
 * two readings, and the request none (RFC 9110, section 5.3, allows a repetition of lists only).
 */
public final class RequestHead {
    private final String credentialHeader;
    private @Nullable String host;
    private @Nullable String origin;
    private @Nullable String accept;
    private @Nullable String contentType;
    private @Nullable String contentLength;
    private @Nullable String contentEncoding;
    private @Nullable String transferEncoding;
    private @Nullable String credential;
    private @Nullable String agent;
    private @Nullable String sessionId;
    private @Nullable String protocolVersion;
    private @Nullable String lastEventId;
    private @Nullable String expect;
    private @Nullable String mcpMethod;
    private @Nullable String mcpName;
    private List<Mirror.Param> mcpParams = List.of();
    private @Nullable String repeated;

    private RequestHead(String credentialHeader) {
        this.credentialHeader = credentialHeader;
    }

    /**
     * Reads the headers of a request.
     *
     * @param credentialHeader the header that carries callers' keys
     */
    public static RequestHead of(HttpHeaders headers, String credentialHeader) {
        RequestHead head = new RequestHead(credentialHeader);
        Iterator<Map.Entry<CharSequence, CharSequence>> all = headers.iteratorCharSequence();
        while (all.hasNext()) {
            Map.Entry<CharSequence, CharSequence> header = all.next();
            head.read(header.getKey(), header.getValue().toString());
        }
        return head;
    }

    private static boolean is(CharSequence name, String wanted) {
        return AsciiString.contentEqualsIgnoreCase(name, wanted);
    }

    private void read(CharSequence name, String value) {
        if (is(name, credentialHeader)) {
            credential = once(name, credential, value);
            return;
        }
        switch (name.length()) {
            case 4 -> {
                if (is(name, "host")) {
                    host = once(name, host, value);
                }
            }
            case 6 -> {
                if (is(name, "accept")) {
                    accept = accept == null ? value : accept + ',' + value;
                } else if (is(name, "origin")) {
                    origin = once(name, origin, value);
                } else if (is(name, "expect")) {
                    expect = once(name, expect, value);
                }
            }
            case 8 -> {
                if (is(name, "mcp-name")) {
                    mcpName = once(name, mcpName, value);
                }
            }
            case 10 -> {
                if (is(name, "mcp-method")) {
                    mcpMethod = once(name, mcpMethod, value);
                } else if (is(name, TrustedProxies.HEADER)) {
                    agent = once(name, agent, value);
                }
            }
            case 12 -> {
                if (is(name, "content-type")) {
                    contentType = once(name, contentType, value);
                }
            }
            case 13 -> {
                if (is(name, "last-event-id")) {
                    lastEventId = once(name, lastEventId, value);
                }
            }
            case 14 -> {
                if (is(name, "content-length")) {
                    contentLength = once(name, contentLength, value);
                } else if (is(name, "mcp-session-id")) {
                    sessionId = once(name, sessionId, value);
                }
            }
            case 16 -> {
                if (is(name, "content-encoding")) {
                    contentEncoding = once(name, contentEncoding, value);
                }
            }
            case 17 -> {
                if (is(name, "transfer-encoding")) {
                    transferEncoding = once(name, transferEncoding, value);
                }
            }
            case 20 -> {
                if (is(name, "mcp-protocol-version")) {
                    protocolVersion = once(name, protocolVersion, value);
                }
            }
            default -> {}
        }
        if (name.length() > Mirror.Param.PREFIX.length()
                && AsciiString.regionMatches(
                        name, true, 0, Mirror.Param.PREFIX, 0, Mirror.Param.PREFIX.length())) {
            param(name.toString().toLowerCase(Locale.ROOT), value);
        }
    }

    private void param(String name, String value) {
        boolean again = mcpParams.stream().anyMatch(known -> known.header().equals(name));
        if (again || mcpParams.size() == Mirror.MAX_PARAMS) {
            repeated = name;
            return;
        }
        if (mcpParams.isEmpty()) {
            mcpParams = new ArrayList<>(2);
        }
        mcpParams.add(new Mirror.Param(name, value));
    }

    private String once(CharSequence name, @Nullable String before, String value) {
        if (before != null) {
            repeated = name.toString();
        }
        return value;
    }

    /** The name of a header that stands twice and must not, or null. */
    @Nullable String repeated() {
        return repeated;
    }

    @Nullable String host() {
        return host;
    }

    public @Nullable String origin() {
        return origin;
    }

    public @Nullable String accept() {
        return accept;
    }

    @Nullable String contentType() {
        return contentType;
    }

    @Nullable String contentEncoding() {
        return contentEncoding;
    }

    @Nullable String transferEncoding() {
        return transferEncoding;
    }

    @Nullable String expect() {
        return expect;
    }

    /** What the caller shows to say who it is, as it stands in its header. */
    @Nullable String credential() {
        return credential;
    }

    /** Whose request it is, if a proxy said so; anybody may have written it. */
    @Nullable String agent() {
        return agent;
    }

    public @Nullable String sessionId() {
        return sessionId;
    }

    public @Nullable String protocolVersion() {
        return protocolVersion;
    }

    /** What it says of the message that follows (MCP 2026-07-28, Streamable HTTP). */
    public Mirror mirror() {
        return new Mirror(protocolVersion, mcpMethod, mcpName, mcpParams);
    }

    public @Nullable String lastEventId() {
        return lastEventId;
    }

    /** Whether the client waits for a word of ours before it sends the body. */
    public boolean awaitsContinue() {
        return expect != null;
    }

    /** Whether a body follows, however long. */
    public boolean hasBody() {
        return transferEncoding != null || contentLength() > 0;
    }

    /** The length of the body, or -1 if it does not say; what is no number is beyond any limit. */
    public long contentLength() {
        try {
            return contentLength == null ? -1 : Long.parseLong(contentLength);
        } catch (NumberFormatException tooLong) {
            return Long.MAX_VALUE;
        }
    }
}
