package io.agentgate.transports.conversation;

import io.agentgate.gateway.credential.SubjectToken;
import org.jspecify.annotations.Nullable;

/**
 * What a client said that waits for the doors of its conversation, with a bound for those who are
 * not answered one by one. Used at the conversation's home.
 */
final class Backlog {
    /** Most messages that wait before no more are to be heard. */
    static final int MAX_MESSAGES = 128;

    /** The same in bytes. */
    static final int MAX_BYTES = 4 << 20;

    private final Conversation conversation;
    private int bytes;

    Backlog(Conversation conversation) {
        this.conversation = conversation;
    }

    /** Whether one message more may be heard now. */
    boolean hasRoom() {
        int waiting = conversation.waiting();
        if (waiting == 0) {
            bytes = 0;
        }
        return waiting < MAX_MESSAGES
                && bytes < MAX_BYTES
                // Nobody knows yet whether the next belongs to a session.
                && (waiting == 0 || !conversation.isDraft());
    }

    /** Lets the conversation hear a message, which begins it if nothing did. */
    void hear(byte[] message, Speaker speaker, @Nullable SubjectToken subject) {
        int before = conversation.waiting();
        conversation.hear(message, conversation.isDraft(), speaker, subject);
        if (conversation.waiting() > before) {
            bytes += message.length;
        }
    }
}
