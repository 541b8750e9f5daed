package io.agentgate.stdio.link;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Where the thread that reads a child waits while nobody takes its messages. Thread safe. */
final class Valve {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition opened = lock.newCondition();
    private boolean shut;
    private boolean openForGood;

    void shut() {
        set(true);
    }

    void open() {
        set(false);
    }

    /** From now on nothing waits any more. */
    void openForGood() {
        lock.lock();
        try {
            openForGood = true;
            opened.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isShut() {
        lock.lock();
        try {
            return shut && !openForGood;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until it is open. */
    void pass() {
        lock.lock();
        try {
            while (isShut()) {
                opened.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private void set(boolean value) {
        lock.lock();
        try {
            shut = value;
            opened.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
