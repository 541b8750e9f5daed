package io.agentgate.dashboard;

import io.agentgate.protocol.JsonWriter;
import java.util.concurrent.Callable;

/**
 * What belongs to an installation beside its rules and records.
 *
 * @param keys the API keys of callers
 * @param doctor what {@code agentgate doctor} finds, which may take seconds
 * @param clients how clients get to the gateway
 */
public record Household(KeyDesk keys, Callable<JsonWriter> doctor, Callable<JsonWriter> clients) {}
