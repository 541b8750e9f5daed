package io.agentgate.dashboard;

import io.agentgate.gateway.PolicyStore;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * The rules that a dashboard shows and replaces, and those that running gateways go by: a dashboard
 * that several gateways share shows one file, and each of them may have been given another.
 *
 * @param file asks which file is shown now
 * @param inForce asks every running gateway, which may take seconds
 */
public record ShownPolicy(Choice file, Callable<List<InForce>> inForce) {

    /** Which rules are to be shown; may block. */
    public interface Choice {
        /** Those that are configured now; null where none are. */
        @Nullable Source now() throws IOException;
    }

    /**
     * Rules that can be read and replaced.
     *
     * @param path the absolute path of the file behind them, or what else they are known by
     * @param rehearsal what can be asked before they are replaced
     * @param drafts those that wait
     */
    public record Source(PolicyStore store, String path, PolicyRehearsal rehearsal, Drafts drafts) {
        /** Those of an installation where none wait. */
        public Source(PolicyStore store, String path, PolicyRehearsal rehearsal) {
            this(store, path, rehearsal, Drafts.NONE);
        }
    }

    /**
     * What one running gateway goes by.
     *
     * @param pid null where it runs on another machine
     * @param command the word it was started by, {@code wrap} say
     * @param server the server's name in records, or that of a replica that serves any
     * @param source the absolute path of its policy file; null where every call is allowed
     */
    public record InForce(
            @Nullable Long pid,
            String command,
            String server,
            @Nullable String source,
            String revision) {}
}
