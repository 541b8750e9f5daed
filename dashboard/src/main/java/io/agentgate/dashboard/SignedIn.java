package io.agentgate.dashboard;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who has shown the token in a browser and is known by a cookie since. Ids are random and mean
 * nothing elsewhere; when the dashboard ends, nobody is signed in. Thread safe.
 */
final class SignedIn {
    /** How long a sign-in lasts, in seconds. */
    static final long LASTS_SECONDS = 12 * 60 * 60;

    /** Most at once; the oldest goes for a new one. */
    static final int MOST = 64;

    private static final int ID_BYTES = 32;
    private static final long NANOS = 1_000_000_000L;

    private final SecureRandom random = new SecureRandom();

    /** When each began, oldest first. */
    private final Map<String, Long> began = new LinkedHashMap<>();

    /**
     * Begins one; gives its id, a secret.
     *
     * @param now monotonic time in nanoseconds
     */
    synchronized String begin(long now) {
        if (began.size() >= MOST) {
            Iterator<String> oldest = began.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        began.put(id, now);
        return id;
    }

    synchronized boolean isGood(String id, long now) {
        Long since = began.get(id);
        if (since == null) {
            return false;
        }
        if (now - since > LASTS_SECONDS * NANOS) {
            began.remove(id);
            return false;
        }
        return true;
    }

    synchronized void end(String id) {
        began.remove(id);
    }
}
