package io.agentgate.embedded.files;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Where an audit log's lines go; the text form is the place's name for people. */
interface Lines {

    /** Appends whole lines, and returns when they are written. */
    void append(List<byte[]> lines) throws IOException;

    /** Lines on a stream that others read, such as standard output. */
    record Stream(OutputStream out) implements Lines {
        @Override
        public void append(List<byte[]> lines) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (byte[] line : lines) {
                bytes.writeBytes(line);
            }
            bytes.writeTo(out);
            out.flush();
        }

        @Override
        public String toString() {
            return "on standard output";
        }
    }
}
