package io.agentgate.cli.imports;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A server as another program's file describes it, with its variables and secrets as they stand
 * there.
 *
 * @param item where it stands in the file
 * @param way how it is reached
 * @param remarks what was found in its entry that is not taken over
 */
record SourceServer(String item, String name, Way way, List<String> remarks) {
    SourceServer {
        remarks = List.copyOf(remarks);
    }

    /** How a server is reached. */
    sealed interface Way {}

    /** It is started. */
    record Started(String command, List<String> arguments, Map<String, String> environment)
            implements Way {
        Started {
            arguments = List.copyOf(arguments);
            environment = new LinkedHashMap<>(environment);
        }
    }

    /**
     * It is called at an address.
     *
     * @param transport {@code http} or {@code sse}
     */
    record Called(String transport, String url, Map<String, String> headers) implements Way {
        Called {
            headers = new LinkedHashMap<>(headers);
        }
    }

    /** The same with another remark. */
    SourceServer with(@Nullable String remark) {
        if (remark == null) {
            return this;
        }
        List<String> more = new ArrayList<>(remarks);
        more.add(remark);
        return new SourceServer(item, name, way, more);
    }
}
