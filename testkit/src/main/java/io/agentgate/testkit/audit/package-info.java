/** Contracts of the audit ports, and the events to test them with. */
@NullMarked
package io.agentgate.testkit.audit;

import org.jspecify.annotations.NullMarked;
