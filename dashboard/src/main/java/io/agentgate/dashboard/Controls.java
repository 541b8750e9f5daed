package io.agentgate.dashboard;

import io.agentgate.gateway.killswitch.SwitchBoard;

/**
 * What a dashboard steers and tries, beside what it shows of records and rules.
 *
 * @param switches where kill switches are set and lifted
 * @param by who does that here, as records name them
 * @param running what runs
 * @param dryRun judges calls that are not made
 */
public record Controls(SwitchBoard switches, String by, Running running, DryRun dryRun) {}
