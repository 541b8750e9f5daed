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
     * @param path the absolute path of the file behind them
     * @param rehearsal what can be asked before they are replaced
     */
    public record Source(PolicyStore store, String path, PolicyRehearsal rehearsal) {}

    /**
     * What one running gateway goes by.
     *
     * @param command the word it was started by, {@code wrap} say
     * @param server the server's name in records
     * @param source the absolute path of its policy file; null where every call is allowed
     */
    public record InForce(
            long pid, String command, String server, @Nullable String source, String revision) {}
}
