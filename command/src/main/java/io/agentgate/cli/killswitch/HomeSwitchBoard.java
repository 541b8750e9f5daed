package io.agentgate.cli.killswitch;

import io.agentgate.cli.composition.HomeNotes;
import io.agentgate.cli.installation.Home;
import io.agentgate.cli.status.Found;
import io.agentgate.cli.status.RunningProcesses;
import io.agentgate.embedded.files.FileSwitchBoard;
import io.agentgate.gateway.killswitch.KeptSwitch;
import io.agentgate.gateway.killswitch.SwitchBoard;
import io.agentgate.gateway.killswitch.SwitchBoardException;
import io.agentgate.gateway.killswitch.SwitchOrder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The kill switches of a home, whoever changes them: a change is told to all that runs there, and
 * recorded with who made it. Neither can take it back: what is to be stopped is stopped.
 */
public final class HomeSwitchBoard implements SwitchBoard {
    private final Home home;
    private final HomeNotes notes;
    private final News news;
    private final FileSwitchBoard file;
    private final InstantSource clock = InstantSource.system();

    /** Learns what came of a change, beside the change itself. */
    public interface News {
        /** All that runs was told, and this is what it said. */
        void told(List<Found<Integer>> found);

        /**
         * It may not hold everywhere, or is not recorded yet.
         *
         * @param problem a sentence for people
         */
        void trouble(String problem);
    }

    /**
     * @param home with its directories made
     * @param database where changes are recorded
     */
    public HomeSwitchBoard(Home home, Path database, News news) {
        this.home = home;
        this.notes = new HomeNotes(home, database, clock, news::trouble);
        this.news = news;
        this.file = new FileSwitchBoard(home.killSwitches(), clock);
    }

    @Override
    public List<KeptSwitch> all() throws SwitchBoardException {
        return file.all();
    }

    @Override
    public KeptSwitch set(SwitchOrder order) throws SwitchBoardException {
        KeptSwitch set = file.set(order);
        changed("switch_set", set.words());
        return set;
    }

    @Override
    public Optional<KeptSwitch> lift(String id, String by) throws SwitchBoardException {
        Optional<KeptSwitch> lifted = file.lift(id, by);
        lifted.ifPresent(one -> changed("switch_lifted", "by " + by + "; it was " + one.words()));
        return lifted;
    }

    private void changed(String kind, String detail) {
        tell();
        notes.add(kind, detail);
    }

    private void tell() {
        try {
            news.told(RunningProcesses.refreshKillSwitches(home.run()));
        } catch (IOException unreadable) {
            news.trouble(
                    "running gateways cannot be told, and look within a second: " + unreadable);
        }
    }

    @Override
    public String toString() {
        return "HomeSwitchBoard[" + home.path() + "]";
    }
}
