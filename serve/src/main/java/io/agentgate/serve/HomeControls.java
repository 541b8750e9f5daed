package io.agentgate.serve;

import io.agentgate.cli.composition.NamedFiles;
import io.agentgate.cli.installation.Home;
import io.agentgate.cli.killswitch.HomeSwitchBoard;
import io.agentgate.cli.status.Found;
import io.agentgate.cli.voice.Voice;
import io.agentgate.dashboard.Controls;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** What the dashboard of a home steers and tries. */
final class HomeControls {
    private HomeControls() {}

    /**
     * @param named by the command line
     * @param database where changes are recorded
     */
    static Controls of(Home home, NamedFiles named, Path database) {
        HomeRunning running = new HomeRunning(home);
        return new Controls(
                new HomeSwitchBoard(home, database, new Spoken(Voice.ofProcess())),
                running,
                new HomeDryRun(home, named, running::hints, InstantSource.system()));
    }

    /** Says what came of a change of kill switches, where it is not as it should be. */
    private record Spoken(Voice voice) implements HomeSwitchBoard.News {
        @Override
        public void told(List<Found<Integer>> found) {
            for (Found<Integer> one : found) {
                if (one instanceof Found.Silent<Integer> mute) {
                    trouble("they may not be in force at " + mute.socket() + ": " + mute.why());
                }
            }
        }

        @Override
        public void trouble(String problem) {
            voice.warn("kill switches were changed: " + problem);
        }
    }
}
