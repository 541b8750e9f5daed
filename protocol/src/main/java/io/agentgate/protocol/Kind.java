package io.agentgate.protocol;

/** The kinds of JSON values. */
enum Kind {
    OBJECT,
    ARRAY,
    STRING,
    NUMBER,
    BOOLEAN,
    NULL
}
