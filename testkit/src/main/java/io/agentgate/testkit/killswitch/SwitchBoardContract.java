package io.agentgate.testkit.killswitch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentgate.gateway.killswitch.KeptSwitch;
import io.agentgate.gateway.killswitch.KillSwitch.Everything;
import io.agentgate.gateway.killswitch.KillSwitch.Names;
import io.agentgate.gateway.killswitch.KillSwitch.OfAgent;
import io.agentgate.gateway.killswitch.KillSwitch.OfCaller;
import io.agentgate.gateway.killswitch.KillSwitch.OfServer;
import io.agentgate.gateway.killswitch.KillSwitch.OfSession;
import io.agentgate.gateway.killswitch.KillSwitch.OfTool;
import io.agentgate.gateway.killswitch.KillSwitch.Scope;
import io.agentgate.gateway.killswitch.SwitchBoard;
import io.agentgate.gateway.killswitch.SwitchBoardFullException;
import io.agentgate.gateway.killswitch.SwitchOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every store of kill switches promises. */
public abstract class SwitchBoardContract {
    protected static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    /**
     * The board of this test, at {@link #NOW}; opened a second time it holds what was set before.
     */
    protected abstract SwitchBoard open() throws Exception;

    protected static SwitchOrder order(Scope scope) {
        return new SwitchOrder(scope, "the disk \"burns\" \\ \ud83d\udd25\nnow", "ann\u00e9");
    }

    private static Stream<Scope> scopes() {
        return Stream.of(
                new Everything(),
                new OfServer(Names.of("files*")),
                new OfTool(null, Names.of("write_*")),
                new OfTool(Names.of("files"), Names.of("\"quoted\" \u00fc")),
                new OfAgent(Names.of("agent")),
                new OfCaller(Names.of("caller")),
                new OfSession(Names.of("20261120-1")));
    }

    @Test
    void switchesAreKeptAsAndInTheOrderInWhichTheyWereSet() throws Exception {
        SwitchBoard board = open();
        List<KeptSwitch> set = new ArrayList<>();
        for (Scope scope : scopes().toList()) {
            KeptSwitch one = board.set(order(scope));
            assertThat(one.stop().scope()).isEqualTo(scope);
            assertThat(one.stop().reason()).isEqualTo(order(scope).reason());
            assertThat(one.stop().since()).isEqualTo(NOW);
            assertThat(one.by()).isEqualTo(order(scope).by());
            set.add(one);
        }

        assertThat(open().all()).containsExactlyElementsOf(set);
    }

    @Test
    void boardThatNothingWasSetOnIsEmpty() throws Exception {
        assertThat(open().all()).isEmpty();
    }

    @Test
    void liftedSwitchIsGoneAndTheOthersStay() throws Exception {
        SwitchBoard board = open();
        KeptSwitch one = board.set(order(new Everything()));
        KeptSwitch other = board.set(order(new Everything()));

        assertThat(open().lift(one.stop().id(), "ben")).contains(one);

        assertThat(open().all()).containsExactly(other);
        assertThat(open().lift(one.stop().id(), "ben")).isEmpty();
    }

    @Test
    void whatIsNotThereIsNotLifted() throws Exception {
        KeptSwitch one = open().set(order(new Everything()));

        for (String id : List.of("", "*", "..", one.stop().id() + "0", "\u0000")) {
            assertThat(open().lift(id, "ben")).isEmpty();
        }
        assertThat(open().all()).containsExactly(one);
    }

    @Test
    void switchesThatAreSetAtTheSameTimeAreAllKept() throws Exception {
        int threads = 4;
        int each = 5;
        Set<String> ids = new HashSet<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<List<String>>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                all.add(pool.submit(() -> setSome(each)));
            }
            for (Future<List<String>> some : all) {
                ids.addAll(some.get());
            }
        }

        assertThat(ids).hasSize(threads * each);
        assertThat(open().all())
                .extracting(one -> one.stop().id())
                .containsExactlyInAnyOrderElementsOf(ids);
    }

    private List<String> setSome(int count) throws Exception {
        SwitchBoard board = open();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(board.set(order(new Everything())).stop().id());
        }
        return ids;
    }

    @Test
    void fullBoardTakesNoMoreUntilOneIsLifted() throws Exception {
        SwitchBoard board = open();
        KeptSwitch first = board.set(order(new Everything()));
        for (int i = 1; i < SwitchBoard.MAX_SWITCHES; i++) {
            board.set(order(new Everything()));
        }

        assertThatThrownBy(() -> board.set(order(new Everything())))
                .isInstanceOf(SwitchBoardFullException.class);
        assertThat(board.all()).hasSize(SwitchBoard.MAX_SWITCHES);

        board.lift(first.stop().id(), "ben");
        assertThat(board.set(order(new Everything())).by()).isEqualTo("ann\u00e9");
    }
}
