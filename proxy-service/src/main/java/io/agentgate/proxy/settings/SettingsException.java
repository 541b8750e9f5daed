package io.agentgate.proxy.settings;

/** A setting cannot be used; the message names its variable. */
public final class SettingsException extends Exception {
    private static final long serialVersionUID = 1;

    public SettingsException(String variable, String problem) {
        super(variable + " " + problem);
    }
}
