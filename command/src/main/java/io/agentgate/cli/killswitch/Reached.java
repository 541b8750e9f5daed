package io.agentgate.cli.killswitch;

import io.agentgate.cli.status.Found;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a change of kill switches is in force.
 *
 * @param gateways how many running ones go by it
 * @param silent those that do not say so
 */
record Reached(int gateways, List<Found.Silent<Integer>> silent) {
    Reached {
        silent = List.copyOf(silent);
    }

    static Reached of(List<Found<Integer>> all) {
        int gateways = 0;
        List<Found.Silent<Integer>> silent = new ArrayList<>();
        for (Found<Integer> found : all) {
            switch (found) {
                case Found.Running<Integer> _ -> gateways++;
                case Found.Silent<Integer> mute -> silent.add(mute);
                case Found.Gone<Integer> _ -> {}
            }
        }
        return new Reached(gateways, silent);
    }

    /** How many that are, in words for people. */
    String words() {
        return switch (gateways) {
            case 0 -> "no gateway runs";
            case 1 -> "in force at 1 running gateway";
            default -> "in force at " + gateways + " running gateways";
        };
    }
}
