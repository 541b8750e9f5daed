package io.agentgate.embedded.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentgate.gateway.killswitch.KeptSwitch;
import io.agentgate.gateway.killswitch.KillSwitch;
import io.agentgate.gateway.killswitch.KillSwitch.Everything;
import io.agentgate.gateway.killswitch.SwitchBoardException;
import io.agentgate.gateway.killswitch.SwitchOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSwitchesTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final SwitchOrder ALL = new SwitchOrder(new Everything(), "fire", "ann");

    @TempDir Path temp;

    private final List<String> news = new ArrayList<>();
    private final SwitchesListener listener =
            new SwitchesListener() {
                @Override
                public void changed(List<KeptSwitch> before, List<KeptSwitch> now) {
                    news.add(before.size() + " to " + now.size());
                }

                @Override
                public void refused(String problem) {
                    news.add(problem);
                }
            };

    private Path path() {
        return temp.resolve("kill-switches.json");
    }

    private FileSwitchBoard board() {
        return new FileSwitchBoard(path(), () -> NOW);
    }

    private FileSwitches open() throws SwitchBoardException {
        return new FileSwitches(path(), listener);
    }

    private static void lookTwice(FileSwitches switches) {
        switches.look();
        switches.look();
    }

    private static List<String> ids(FileSwitches switches) {
        return switches.get().all().stream().map(KillSwitch::id).toList();
    }

    @Test
    void missingFileStopsNothing() throws Exception {
        assertThat(ids(open())).isEmpty();
    }

    @Test
    void switchIsInForceFromTheNextLooksOnAndUntilItIsLifted() throws Exception {
        FileSwitches switches = open();
        String id = board().set(ALL).stop().id();
        lookTwice(switches);

        assertThat(ids(switches)).containsExactly(id);

        board().lift(id, "ben");
        lookTwice(switches);
        assertThat(ids(switches)).isEmpty();
        assertThat(news).containsExactly("0 to 1", "1 to 0");
    }

    @Test
    void switchIsInForceAtOnceWhereThatIsAskedFor() throws Exception {
        FileSwitches switches = open();
        String id = board().set(ALL).stop().id();
        switches.refresh();

        assertThat(ids(switches)).containsExactly(id);
        lookTwice(switches);
        assertThat(news).containsExactly("0 to 1");
    }

    @Test
    void switchOutlivesTheProcess() throws Exception {
        String id = board().set(ALL).stop().id();

        assertThat(ids(open())).containsExactly(id);
        assertThat(news).isEmpty();
    }

    @Test
    void wrongFileIsRefusedAtTheStartAndLaterChangesNothing() throws Exception {
        String id = board().set(ALL).stop().id();
        FileSwitches switches = open();
        Files.writeString(path(), "{\n\"switches\": 5}");
        lookTwice(switches);

        assertThat(ids(switches)).containsExactly(id);
        assertThat(news).containsExactly(path() + ":2: `switches` is no array");
        assertThatThrownBy(this::open)
                .isInstanceOf(SwitchBoardException.class)
                .hasMessage(path() + ":2: `switches` is no array");
    }

    @Test
    void fileThatGoesMissingLiftsNothing() throws Exception {
        String id = board().set(ALL).stop().id();
        FileSwitches switches = open();
        Files.delete(path());
        lookTwice(switches);

        assertThat(ids(switches)).containsExactly(id);
        assertThat(news).containsExactly(path() + " is missing");
    }
}
