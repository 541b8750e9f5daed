package io.agentgate.gateway.catalogue;

import io.agentgate.gateway.call.ListedHints;
import io.agentgate.policy.ToolHints;
import io.agentgate.protocol.Frame;
import io.agentgate.protocol.Value;
import org.jspecify.annotations.Nullable;

/**
 * A tool as its server listed it last.
 *
 * @param definition the object of JSON in the list; null where it is too large to be kept
 */
public record ListedTool(String name, @Nullable Definition definition) {

    /** The bytes of one object of JSON, which was scanned. */
    public record Definition(Frame frame) {
        /** A copy of the object that stands there. */
        public static Definition of(Value tool) {
            return new Definition(Frame.of(tool.bytes()));
        }

        int length() {
            return frame.length();
        }

        /** What it says of the tool's effects. */
        public ToolHints hints() {
            return ListedHints.hints(member("annotations"));
        }

        /** What stands there under a name; null where nothing does, or a JSON null. */
        public @Nullable Value member(String name) {
            Value value = Value.of(frame).member(name);
            return value == null || value.isNull() ? null : value;
        }
    }
}
