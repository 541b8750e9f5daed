/** What an operator says to one proxy, read from the environment. */
@NullMarked
package io.agentgate.proxy.settings;

import org.jspecify.annotations.NullMarked;
