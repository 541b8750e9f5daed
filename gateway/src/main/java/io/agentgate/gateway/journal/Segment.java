package io.agentgate.gateway.journal;

import io.agentgate.gateway.audit.EventCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * The layout of a segment file: records one after the other, zeros behind the last.
 *
 * <pre>
 *   offset  0  magic       4 bytes  "AGJ1"
 *           4  generation  4 bytes  number of the segment, so that old bytes are never taken for new
 *           8  length      4 bytes  of the event
 *          12  sequence    8 bytes  grows by one over all segments of a writer
 *          20  checksum    4 bytes  CRC32C of the generation, length, sequence and event
 *          24  event
 * </pre>
 */
final class Segment {
    static final int MAGIC = 0x41474A31;
    static final int HEADER_BYTES = 24;
    static final int MAX_RECORD_BYTES = HEADER_BYTES + EventCodec.MAX_ENCODED_BYTES;

    private static final String SUFFIX = ".seg";
    private static final int CHECKED_FROM = 4;
    private static final int CHECKSUM_AT = 20;
    static final int LENGTH_AT = 8;

    private static final Set<StandardOpenOption> PREPARED =
            Set.of(
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);

    private Segment() {}

    static Path file(Path directory, int generation) {
        return directory.resolve(String.format(Locale.ROOT, "%08d%s", generation, SUFFIX));
    }

    /** The generation in a segment's file name, or -1 for another kind of file. */
    static int generationOf(Path file) {
        String name = file.getFileName().toString();
        if (!name.endsWith(SUFFIX)) {
            return -1;
        }
        try {
            return Integer.parseInt(name.substring(0, name.length() - SUFFIX.length()));
        } catch (NumberFormatException otherFile) {
            return -1;
        }
    }

    /**
     * Creates a segment that reads as zeros, whole or not at all.
     *
     * @param filled whether the zeros are written, so that no later sync has to find room for a
     *     record; otherwise the file has its length and nothing more
     */
    static FileChannel prepare(Path directory, int generation, int bytes, boolean filled)
            throws IOException {
        Path file = file(directory, generation);
        FileChannel channel = FileChannel.open(file, PREPARED, OwnerRights.file(file));
        try {
            if (filled) {
                fill(channel, bytes);
            } else {
                writeFully(channel, ByteBuffer.allocate(1), bytes - 1L);
            }
            return channel;
        } catch (IOException noRoom) {
            try {
                channel.close();
                Files.deleteIfExists(file);
            } catch (IOException alsoFailed) {
                noRoom.addSuppressed(alsoFailed);
            }
            throw noRoom;
        }
    }

    private static void fill(FileChannel channel, int bytes) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect(Math.min(bytes, 1 << 16));
        for (long at = 0; at < bytes; at += zeros.capacity()) {
            zeros.clear().limit((int) Math.min(zeros.capacity(), bytes - at));
            writeFully(channel, zeros, at);
        }
    }

    /** Completes the record at {@code at}, whose event of this length lies behind its header. */
    static void seal(ByteBuffer records, int at, int length, int generation, long sequence) {
        records.putInt(at, MAGIC);
        records.putInt(at + 4, generation);
        records.putInt(at + LENGTH_AT, length);
        records.putLong(at + 12, sequence);
        records.putInt(at + CHECKSUM_AT, checksum(records, at, length));
    }

    /** The checksum of the record that begins at {@code at} of a buffer over an array. */
    static int checksum(ByteBuffer buffer, int at, int length) {
        CRC32C crc = new CRC32C();
        byte[] bytes = buffer.array();
        int from = buffer.arrayOffset() + at;
        crc.update(bytes, from + CHECKED_FROM, CHECKSUM_AT - CHECKED_FROM);
        crc.update(bytes, from + HEADER_BYTES, length);
        return (int) crc.getValue();
    }

    static int storedChecksum(ByteBuffer buffer, int at) {
        return buffer.getInt(at + CHECKSUM_AT);
    }

    static void writeFully(FileChannel channel, ByteBuffer bytes, long position)
            throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }
}
