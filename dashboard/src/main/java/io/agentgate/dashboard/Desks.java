package io.agentgate.dashboard;

import io.agentgate.gateway.audit.RecordedCalls;
import java.time.InstantSource;

/**
 * What the pages show and change, wherever it lies. All of it works for the {@linkplain
 * Visitor#current current visitor}.
 *
 * @param calls what was recorded
 * @param policy the rules that can be read and replaced
 * @param household keys, the doctor, and the way in for clients
 * @param controls what can be steered
 */
public record Desks(
        RecordedCalls calls,
        ShownPolicy policy,
        Household household,
        Controls controls,
        InstantSource clock) {}
