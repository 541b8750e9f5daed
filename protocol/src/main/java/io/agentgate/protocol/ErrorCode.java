package io.agentgate.protocol;

/**
 * The error codes that JSON-RPC and MCP define.
 *
 * @see <a href="https://www.jsonrpc.org/specification#error_object">JSON-RPC 2.0, section 5.1</a>
 */
public final class ErrorCode {
    public static final int PARSE_ERROR = -32700;
    public static final int INVALID_REQUEST = -32600;
    public static final int METHOD_NOT_FOUND = -32601;
    public static final int INVALID_PARAMS = -32602;
    public static final int INTERNAL_ERROR = -32603;

    /** Revisions up to 2025-11-25; later ones answer {@link #INVALID_PARAMS} instead. */
    public static final int RESOURCE_NOT_FOUND = -32002;

    public static final int HEADER_MISMATCH = -32020;
    public static final int MISSING_CLIENT_CAPABILITY = -32021;
    public static final int UNSUPPORTED_PROTOCOL_VERSION = -32022;

    /** Revision 2025-11-25 only. */
    public static final int URL_ELICITATION_REQUIRED = -32042;

    private ErrorCode() {}
}
