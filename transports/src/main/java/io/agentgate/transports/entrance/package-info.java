/** What is checked of a request before its body is read: where from, to whom, by whom, and how. */
@NullMarked
package io.agentgate.transports.entrance;

import org.jspecify.annotations.NullMarked;
