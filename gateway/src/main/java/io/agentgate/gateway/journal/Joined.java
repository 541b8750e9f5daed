package io.agentgate.gateway.journal;

/** The wait for the end of a thread that cannot be interrupted, and is not. */
final class Joined {
    private Joined() {}

    static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
