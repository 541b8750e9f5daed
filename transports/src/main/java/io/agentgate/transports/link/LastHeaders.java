package io.agentgate.transports.link;

import io.agentgate.gateway.credential.SubjectToken;
import io.agentgate.gateway.link.ServerLink.Outgoing;
import io.agentgate.transports.entrance.VisibleText;
import io.agentgate.transports.upstream.ForwardedHeaders;
import org.jspecify.annotations.Nullable;

/**
 * What goes with requests of a link: what its last messages said. The gateway's own come without,
 * and all are of one session. Used on the loop of its link.
 */
final class LastHeaders {
    private @Nullable String revision;
    private @Nullable SubjectToken subject;

    void note(Outgoing message) {
        String said = message.revision();
        // The server's own word, which must fit in a header.
        revision = said != null && VisibleText.is(said) ? said : revision;
        subject = message.subject() == null ? subject : message.subject();
    }

    /** For whom it is. */
    @Nullable SubjectToken subject() {
        return subject;
    }

    /**
     * @param lastEventId after which a stream is to go on
     */
    ForwardedHeaders headers(@Nullable String lastEventId) {
        return new ForwardedHeaders(revision, lastEventId, subject, null);
    }
}
