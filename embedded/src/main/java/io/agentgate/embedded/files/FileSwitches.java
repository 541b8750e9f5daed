package io.agentgate.embedded.files;

import io.agentgate.gateway.killswitch.KeptSwitch;
import io.agentgate.gateway.killswitch.KillSwitches;
import io.agentgate.gateway.killswitch.SwitchBoardException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/**
 * The kill switches of a file, taken anew whenever the file changes.
 *
 * <p>A file that is missing at the start holds none. One that goes missing while some are set, or
 * becomes wrong, changes nothing: what was stopped stays stopped.
 */
public final class FileSwitches implements Supplier<KillSwitches>, AutoCloseable {
    private final Path file;
    private final SwitchesListener listener;
    private final FileWatch watch;
    private volatile InForce current;

    /** What is set, as it is kept and as it is asked. */
    private record InForce(List<KeptSwitch> kept, KillSwitches asked) {
        static InForce of(List<KeptSwitch> kept) {
            return new InForce(
                    kept, new KillSwitches(kept.stream().map(KeptSwitch::stop).toList()));
        }
    }

    /**
     * Loads the file.
     *
     * @throws SwitchBoardException if it is there and cannot be used
     */
    public FileSwitches(Path path, SwitchesListener listener) throws SwitchBoardException {
        this.file = path.toAbsolutePath();
        this.listener = listener;
        this.watch = new FileWatch(file, "switches-watch", this::refresh);
        this.current = InForce.of(first());
    }

    private List<KeptSwitch> first() throws SwitchBoardException {
        try {
            return FileSwitchBoard.load(file);
        } catch (NoSuchFileException noneYet) {
            return List.of();
        } catch (IOException unreadable) {
            throw new SwitchBoardException(file + " cannot be read: " + unreadable, unreadable);
        }
    }

    /** Begins to look for changes; they are in force within a second. */
    public void start() {
        watch.start();
    }

    @Override
    public KillSwitches get() {
        return current.asked();
    }

    /** Looks at the file once, as the watch does. */
    void look() {
        watch.look();
    }

    /** Reads the file now, so that a change is in force when this returns. */
    public synchronized void refresh() {
        List<KeptSwitch> before = current.kept();
        try {
            List<KeptSwitch> loaded = FileSwitchBoard.load(file);
            if (!loaded.equals(before)) {
                current = InForce.of(loaded);
                listener.changed(before, loaded);
            }
        } catch (NoSuchFileException deleted) {
            if (!before.isEmpty()) {
                listener.refused(file + " is missing");
            }
        } catch (IOException unreadable) {
            listener.refused(file + " cannot be read: " + unreadable);
        } catch (SwitchBoardException wrong) {
            listener.refused(String.valueOf(wrong.getMessage()));
        }
    }

    @Override
    public void close() {
        watch.close();
    }

    @Override
    public String toString() {
        return "FileSwitches[" + file + "]";
    }
}
