package io.agentgate.dashboard;

import io.agentgate.gateway.killswitch.SwitchBoard;

/**
 * What a dashboard steers and tries, beside what it shows of records and rules.
 *
 * @param switches where kill switches are set and lifted
 * @param running what runs
 * @param dryRun judges calls that are not made
 */
public record Controls(SwitchBoard switches, Running running, DryRun dryRun) {}
