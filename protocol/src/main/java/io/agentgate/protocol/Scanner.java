package io.agentgate.protocol;

import io.agentgate.protocol.Report.Stop;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The one strict pass over the bytes of a message that decides whether they have exactly one
 * reading.
 *
 * <p>Reusable, not thread-safe. It never throws, whatever the bytes, and takes time linear in their
 * number. The package documentation lists what is refused.
 */
public final class Scanner {
    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
    private static final byte[] NOTHING = {};
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    private final Limits limits;
    private final Peer peer;
    private final Report report = new Report();
    private final Tokens tokens;
    private final KeyTable keys = new KeyTable();
    private final Envelope found = new Envelope();
    private final Reading reading;
    private byte[] bytes = NOTHING;
    private int objects;
    private int repairs;

    public Scanner(Limits limits, Peer peer) {
        this.limits = limits;
        this.peer = peer;
        tokens = new Tokens(limits, report);
        reading = new Reading(limits, peer, report, found);
    }

    /**
     * Reads one message.
     *
     * @param message the whole message; the frame of the result keeps the array
     */
    public Scanned scan(byte[] message) {
        repairs = 0;
        boolean whole = pass(message);
        if (whole && report.isClean() && tokens.lone.count() > 0) {
            repairs = tokens.lone.count();
            whole = pass(tokens.lone.replacedIn(message));
        }
        Scanned scanned = reading.conclude(bytes, whole);
        attach(NOTHING);
        return scanned;
    }

    /**
     * Says why bytes are not one JSON text (RFC 8259) with one reading, whatever it means; null if
     * they are.
     */
    public @Nullable String objection(byte[] json) {
        attach(json);
        report.reset();
        found.reset();
        objects = 0;
        try {
            if (json.length > limits.maxBytes()) {
                throw report.limit("a text longer than the limit", limits.maxBytes());
            }
            value(Level.OTHER, 0);
            if (tokens.peek() != -1) {
                throw report.syntax("bytes after the value", tokens.pos);
            }
        } catch (Stop stop) {
            // What stopped it is on the report.
            assert !report.isClean();
        } finally {
            attach(NOTHING);
        }
        return report.isClean() ? null : report.reason();
    }

    /** Returns how many lone surrogates of the last message were replaced by U+FFFD. */
    public int repairs() {
        return repairs;
    }

    /** Returns whether the bytes were read to their end. */
    private boolean pass(byte[] message) {
        attach(message);
        report.reset();
        found.reset();
        objects = 0;
        try {
            if (message.length > limits.maxBytes()) {
                throw report.limit("a message longer than the limit", limits.maxBytes());
            }
            message();
            if (peer == Peer.CLIENT && tokens.lone.count() > 0) {
                report.noteAt("a lone surrogate", Level.OTHER, tokens.lone.first());
            }
            return true;
        } catch (Stop stop) {
            return false;
        }
    }

    /** A scanner that waits for its next message holds on to none. */
    private void attach(byte[] message) {
        bytes = message;
        tokens.reset(message);
        keys.reset(message);
    }

    private void message() {
        int first = tokens.peek();
        if (first == '[') {
            report.note(ErrorCode.INVALID_REQUEST, "a batch is not accepted", "");
        } else if (first != '{') {
            report.note(ErrorCode.INVALID_REQUEST, "a message must be an object", "");
        }
        value(Level.MESSAGE, 0);
        if (tokens.peek() != -1) {
            throw report.syntax("bytes after the message", tokens.pos);
        }
    }

    private Kind value(Level level, int depth) {
        switch (tokens.peek()) {
            case '{' -> {
                object(level, depth + 1);
                return Kind.OBJECT;
            }
            case '[' -> {
                array(depth + 1);
                return Kind.ARRAY;
            }
            case '"' -> {
                tokens.string();
                return Kind.STRING;
            }
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> {
                tokens.number();
                return Kind.NUMBER;
            }
            case 't' -> {
                tokens.literal(TRUE);
                return Kind.BOOLEAN;
            }
            case 'f' -> {
                tokens.literal(FALSE);
                return Kind.BOOLEAN;
            }
            case 'n' -> {
                tokens.literal(NULL);
                return Kind.NULL;
            }
            default -> throw report.syntax("a value expected", tokens.pos);
        }
    }

    private void array(int depth) {
        enter(depth);
        if (tokens.peek() == ']') {
            tokens.pos++;
            return;
        }
        while (true) {
            value(Level.OTHER, depth);
            int next = tokens.peek();
            if (next != ',' && next != ']') {
                throw report.syntax("a comma or bracket expected", tokens.pos);
            }
            tokens.pos++;
            if (next == ']') {
                return;
            }
        }
    }

    private void object(Level level, int depth) {
        enter(depth);
        int object = objects++;
        if (tokens.peek() == '}') {
            tokens.pos++;
            return;
        }
        while (true) {
            member(level, object, depth);
            int next = tokens.peek();
            if (next != ',' && next != '}') {
                throw report.syntax("a comma or brace expected", tokens.pos);
            }
            tokens.pos++;
            if (next == '}') {
                return;
            }
        }
    }

    private void enter(int depth) {
        if (depth > limits.maxDepth()) {
            throw report.limit("nesting deeper than the limit", tokens.pos);
        }
        tokens.pos++;
    }

    private void member(Level level, int object, int depth) {
        if (tokens.peek() != '"') {
            throw report.syntax("a member name expected", tokens.pos);
        }
        int start = tokens.pos + 1;
        tokens.string();
        Slot slot = name(level, object, start, tokens.pos - 1);
        if (tokens.peek() != ':') {
            throw report.syntax("a colon expected", tokens.pos);
        }
        tokens.pos++;
        tokens.peek();
        int valueStart = tokens.pos;
        Kind kind = value(Level.below(slot), depth);
        if (slot != null) {
            found.put(slot, kind, valueStart, tokens.pos);
        }
    }

    /** Checks the name of a member, given between its quotes; returns what it reserves. */
    private @Nullable Slot name(Level level, int object, int start, int end) {
        if (keys.size() >= limits.maxKeys()) {
            throw report.limit("more members than the limit", start);
        }
        boolean fresh;
        Slot slot;
        Slot alike;
        if (tokens.escaped) {
            byte[] name = JsonString.decode(bytes, start, end).getBytes(StandardCharsets.UTF_8);
            fresh = keys.add(object, name);
            slot = level.exactly(name, 0, name.length);
            alike = slot == null ? level.resembled(name, 0, name.length) : null;
        } else {
            fresh = keys.add(object, start, end);
            slot = level.exactly(bytes, start, end);
            alike = slot == null ? level.resembled(bytes, start, end) : null;
        }
        if (slot != null) {
            found.name(slot);
        }
        if (!fresh) {
            report.noteAt("a duplicate member", level, start);
            if (slot != null) {
                found.doubt(slot);
            }
        }
        if (alike != null) {
            report.noteAt("a look-alike of a reserved member", level, start);
            found.doubt(alike);
        }
        return slot;
    }
}
