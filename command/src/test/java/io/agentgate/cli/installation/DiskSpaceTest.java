package io.agentgate.cli.installation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskSpaceTest {
    private static final Path PLACE = Path.of("/srv/home");

    @TempDir Path directory;

    private static DiskSpace free(long bytes) {
        return new DiskSpace(PLACE, bytes);
    }

    @Test
    void roomForSeveralSegmentsIsEnough() {
        assertThat(free(DiskSpace.LOW_BYTES).state()).isEqualTo(DiskSpace.State.ENOUGH);
        assertThat(free(300L << 20).sentence())
                .isEqualTo("300 MiB are free on the disk of /srv/home");
        assertThat(free(75L << 30).sentence()).startsWith("75 GiB are free");
    }

    @Test
    void littleRoomIsSaid() {
        assertThat(free(DiskSpace.LOW_BYTES - 1).state()).isEqualTo(DiskSpace.State.LOW);
        assertThat(free(12L << 20).sentence())
                .isEqualTo("only 12 MiB are free on the disk of /srv/home");
    }

    @Test
    void diskWithoutRoomForAJournalIsFull() {
        assertThat(free(DiskSpace.FULL_BYTES).state()).isEqualTo(DiskSpace.State.LOW);
        assertThat(free(DiskSpace.FULL_BYTES - 1).state()).isEqualTo(DiskSpace.State.FULL);
        assertThat(free(0).sentence()).startsWith("the disk of /srv/home is full: ");
    }

    @Test
    void diskOfWhatIsMissingIsThatOfWhatIsAboveIt() {
        DiskSpace space = DiskSpace.of(directory.resolve("a").resolve("b")).orElseThrow();

        assertThat(space.place()).isEqualTo(directory);
        assertThat(space.freeBytes()).isPositive();
    }
}
