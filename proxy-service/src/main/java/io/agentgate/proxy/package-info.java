/** The gateway as one of many proxies. */
@NullMarked
package io.agentgate.proxy;

import org.jspecify.annotations.NullMarked;
