package io.agentgate.cli.doctor;

import io.agentgate.cli.installation.Home;
import io.agentgate.embedded.files.FileSwitchBoard;
import io.agentgate.gateway.killswitch.SwitchBoardException;
import java.time.InstantSource;
import java.util.List;

/** The check of the kill switches: those that are set, and whether they can be read at all. */
final class SwitchesCheck {
    private static final String SWITCHES = "kill switches";

    private final Home home;

    SwitchesCheck(Home home) {
        this.home = home;
    }

    List<Finding> findings() {
        try {
            int count =
                    new FileSwitchBoard(home.killSwitches(), InstantSource.system()).all().size();
            return count == 0
                    ? List.of()
                    : List.of(
                            Finding.warning(
                                    SWITCHES,
                                    "calls are stopped by kill switches: " + count + " set",
                                    "`agentgate kill-switch list` shows them"));
        } catch (SwitchBoardException unusable) {
            return List.of(
                    Finding.wrong(
                            SWITCHES,
                            "the kill switches cannot be read, and no gateway can begin: "
                                    + unusable.getMessage(),
                            "correct the file; without it nothing is stopped"));
        }
    }
}
