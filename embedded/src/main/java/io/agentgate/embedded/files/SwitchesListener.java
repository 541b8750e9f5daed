package io.agentgate.embedded.files;

import io.agentgate.gateway.killswitch.KeptSwitch;
import java.util.List;

/** Learns what became of changes to the file of kill switches. */
public interface SwitchesListener {

    /** Other switches than before are in force. */
    void changed(List<KeptSwitch> before, List<KeptSwitch> now);

    /** The file cannot be used, for this reason; the switches before stay in force. */
    void refused(String problem);
}
