package io.agentgate.protocol;

/** A member whose value the scanner remembers, or whose name it protects. */
enum Slot {
    JSONRPC("jsonrpc"),
    ID("id"),
    METHOD("method"),
    PARAMS("params"),
    RESULT("result"),
    ERROR("error"),

    NAME("name"),
    URI("uri"),
    ARGUMENTS("arguments"),
    META("_meta"),
    PROGRESS_TOKEN("progressToken"),
    REQUEST_ID("requestId"),
    REQUEST_STATE("requestState"),
    INPUT_RESPONSES("inputResponses"),
    TASK("task"),
    TASK_ID("taskId"),
    REF("ref"),
    CURSOR("cursor"),

    META_PROGRESS("progressToken"),
    META_VERSION("io.modelcontextprotocol/protocolVersion"),
    META_CLIENT("io.modelcontextprotocol/clientInfo"),
    META_CAPABILITIES("io.modelcontextprotocol/clientCapabilities"),
    META_LOG_LEVEL("io.modelcontextprotocol/logLevel"),
    META_SERVER("io.modelcontextprotocol/serverInfo"),
    META_SUBSCRIPTION("io.modelcontextprotocol/subscriptionId"),
    META_TASK("io.modelcontextprotocol/related-task"),

    CODE("code"),
    TEXT("message"),
    DATA("data");

    final String member;

    Slot(String member) {
        this.member = member;
    }

    /** Returns the slot's place in an array of slots, or its bit. */
    @SuppressWarnings("EnumOrdinal")
    int index() {
        return ordinal();
    }
}
