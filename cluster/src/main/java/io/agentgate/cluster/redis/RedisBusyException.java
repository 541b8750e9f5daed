package io.agentgate.cluster.redis;

/** Says that a request was not sent to Redis, because too many wait already. */
final class RedisBusyException extends Exception {
    RedisBusyException() {
        super("too many requests to Redis wait already", null, false, false);
    }
}
