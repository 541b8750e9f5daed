package io.agentgate.cluster.redis;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * What one replica writes to another's channel.
 *
 * <pre>
 *   kind (1) │ asker (8) │ number (8) │ length (2), sender │ length (2), session │ message
 * </pre>
 *
 * @param asker the run of the process that offers, which a restart does not share with its
 *     predecessor
 * @param number of the offer, among that run's
 * @param sender the name of the replica that writes this
 * @param session the session of the message that is offered; empty in an answer
 * @param message what is offered; empty in an answer
 */
record Letter(Kind kind, long asker, long number, String sender, String session, Buffer message) {
    private static final int FIXED = 1 + 8 + 8;
    private static final int MAX_NAME = 0xFFFF;

    /** What a letter says. */
    enum Kind {
        OFFER('O'),
        YES('Y'),
        NO('N');

        private final char code;

        Kind(char code) {
            this.code = code;
        }

        static @Nullable Kind of(byte code) {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            return null;
        }
    }

    Letter answer(boolean taken, String answerer) {
        return new Letter(
                taken ? Kind.YES : Kind.NO, asker, number, answerer, "", Buffer.buffer(0));
    }

    Buffer write() {
        Buffer letter =
                Buffer.buffer(FIXED + 4 + sender.length() + session.length() + message.length())
                        .appendByte((byte) kind.code)
                        .appendLong(asker)
                        .appendLong(number);
        name(letter, sender);
        name(letter, session);
        return letter.appendBuffer(message);
    }

    private static void name(Buffer letter, String name) {
        Buffer bytes = Buffer.buffer(name);
        if (bytes.length() > MAX_NAME) {
            throw new IllegalArgumentException("a name is too long");
        }
        letter.appendUnsignedShort(bytes.length()).appendBuffer(bytes);
    }

    /** Null if it is none, such as one of a later version. */
    static @Nullable Letter read(Buffer letter) {
        try {
            Kind kind = Kind.of(letter.getByte(0));
            if (kind == null) {
                return null;
            }
            int senderEnd = FIXED + 2 + letter.getUnsignedShort(FIXED);
            int sessionEnd = senderEnd + 2 + letter.getUnsignedShort(senderEnd);
            return new Letter(
                    kind,
                    letter.getLong(1),
                    letter.getLong(9),
                    letter.getString(FIXED + 2, senderEnd),
                    letter.getString(senderEnd + 2, sessionEnd),
                    letter.getBuffer(sessionEnd, letter.length()));
        } catch (IndexOutOfBoundsException unreadable) {
            return null;
        }
    }

    /** A message may hold anything, and who has a session's id has the session. */
    @Override
    public String toString() {
        return "Letter[" + kind + ' ' + number + " of " + sender + ']';
    }
}
