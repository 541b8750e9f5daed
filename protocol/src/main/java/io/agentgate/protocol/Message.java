package io.agentgate.protocol;

/** One JSON-RPC message with exactly one reading: its bytes, and what a gateway reads of them. */
public sealed interface Message extends Scanned permits Request, Notification, Response {
    Frame frame();
}
