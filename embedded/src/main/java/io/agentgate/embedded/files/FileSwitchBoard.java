package io.agentgate.embedded.files;

import io.agentgate.gateway.killswitch.KeptSwitch;
import io.agentgate.gateway.killswitch.KillSwitch;
import io.agentgate.gateway.killswitch.SwitchBoard;
import io.agentgate.gateway.killswitch.SwitchBoardException;
import io.agentgate.gateway.killswitch.SwitchBoardFullException;
import io.agentgate.gateway.killswitch.SwitchOrder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The kill switches of a home, in one file that its gateways watch.
 *
 * <p>A change replaces it whole, under a lock: a reader sees the switches before or those after,
 * and of two changes at once neither is lost.
 */
public final class FileSwitchBoard implements SwitchBoard {
    private static final int ID_BYTES = 6;

    private final Path file;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    /** Nothing is opened or made yet. */
    public FileSwitchBoard(Path file, InstantSource clock) {
        this.file = file.toAbsolutePath();
        this.clock = clock;
    }

    /** The switches after a change of those before. */
    private interface Change {
        List<KeptSwitch> apply(List<KeptSwitch> before) throws SwitchBoardException;
    }

    @Override
    public List<KeptSwitch> all() throws SwitchBoardException {
        try {
            return load(file);
        } catch (NoSuchFileException noneYet) {
            return List.of();
        } catch (IOException unreadable) {
            throw unusable("cannot be read", unreadable);
        }
    }

    /**
     * Reads a file.
     *
     * @throws SwitchBoardException if it is wrong, or others may change it
     */
    static List<KeptSwitch> load(Path file) throws IOException, SwitchBoardException {
        byte[] bytes;
        try (InputStream content = Files.newInputStream(file)) {
            bytes = content.readNBytes(SwitchFileText.MAX_BYTES + 1);
        }
        String open = OwnerOnly.whatOthersMayChange(file);
        if (open != null) {
            throw new SwitchBoardException(open);
        }
        if (bytes.length > SwitchFileText.MAX_BYTES) {
            throw new SwitchBoardException(
                    file + " is larger than " + SwitchFileText.MAX_BYTES + " bytes");
        }
        return SwitchFileText.parse(bytes, file);
    }

    @Override
    public KeptSwitch set(SwitchOrder order) throws SwitchBoardException {
        List<KeptSwitch> made = new ArrayList<>(1);
        change(
                before -> {
                    if (before.size() >= MAX_SWITCHES) {
                        throw new SwitchBoardFullException();
                    }
                    KillSwitch stop =
                            new KillSwitch(
                                    unusedId(before),
                                    order.scope(),
                                    order.reason(),
                                    clock.instant().truncatedTo(ChronoUnit.MILLIS));
                    made.add(new KeptSwitch(stop, order.by()));
                    List<KeptSwitch> after = new ArrayList<>(before);
                    after.addAll(made);
                    return after;
                });
        return made.getFirst();
    }

    private String unusedId(List<KeptSwitch> before) {
        while (true) {
            byte[] bytes = new byte[ID_BYTES];
            random.nextBytes(bytes);
            String id = HexFormat.of().formatHex(bytes);
            if (before.stream().noneMatch(other -> other.stop().id().equals(id))) {
                return id;
            }
        }
    }

    @Override
    public Optional<KeptSwitch> lift(String id, String by) throws SwitchBoardException {
        List<KeptSwitch> lifted = new ArrayList<>(1);
        change(
                before -> {
                    List<KeptSwitch> after = new ArrayList<>();
                    for (KeptSwitch one : before) {
                        (one.stop().id().equals(id) ? lifted : after).add(one);
                    }
                    return after;
                });
        return lifted.stream().findFirst();
    }

    private void change(Change change) throws SwitchBoardException {
        try {
            OwnerOnly.makeDirectory(OwnerOnly.directoryOf(file));
            try (WriteLock _ = WriteLock.of(file)) {
                List<KeptSwitch> before = all();
                List<KeptSwitch> after = change.apply(before);
                if (!after.equals(before)) {
                    replace(SwitchFileText.of(after));
                }
            }
        } catch (IOException failed) {
            throw unusable("cannot be written", failed);
        }
    }

    private void replace(byte[] text) throws IOException {
        OwnerFile.replace(file, text);
        Path directory = OwnerOnly.directoryOf(file);
        if (OwnerOnly.isPosix(directory)) {
            // A stop that a power cut takes back would be none.
            try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
                names.force(true);
            }
        }
    }

    private SwitchBoardException unusable(String how, IOException failed) {
        return new SwitchBoardException(file + " " + how + ": " + failed, failed);
    }

    @Override
    public String toString() {
        return "FileSwitchBoard[" + file + "]";
    }
}
