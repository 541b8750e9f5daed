package io.agentgate.embedded.files;

/** Learns what became of changes to the file of API keys. */
public interface CallerKeysListener {

    /** The keys of the file are in force, as many as this, revoked and expired ones included. */
    void loaded(int keys);

    /** The file cannot be used, for this reason; the keys before stay in force. */
    void refused(String problem);
}
