/** What a proxy says about itself to whoever runs it. */
@NullMarked
package io.agentgate.proxy.health;

import org.jspecify.annotations.NullMarked;
