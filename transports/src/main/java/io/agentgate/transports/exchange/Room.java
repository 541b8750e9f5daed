package io.agentgate.transports.exchange;

/**
 * The memory that one event loop has for bodies on their way in, which peers fill as they like.
 * Used on that loop only.
 */
public final class Room {
    private long left;

    /**
     * @param bytes how many there may be at once
     */
    public Room(long bytes) {
        left = bytes;
    }

    /** An eighth of the heap, for each of the loops that share it. */
    static Room ofHeap(int loops) {
        return new Room(Runtime.getRuntime().maxMemory() / 8 / loops);
    }

    /** Takes some, if there is as much. */
    public boolean take(int bytes) {
        if (bytes > left) {
            return false;
        }
        left -= bytes;
        return true;
    }

    public void give(int bytes) {
        left += bytes;
    }
}
