package io.agentgate.policy;

/** A place in a policy text; line and column count from 1, columns in Unicode characters. */
public record Position(String file, int line, int column) implements Comparable<Position> {
    @Override
    public int compareTo(Position other) {
        if (!file.equals(other.file)) {
            return file.compareTo(other.file);
        }
        return line != other.line
                ? Integer.compare(line, other.line)
                : Integer.compare(column, other.column);
    }

    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
