/** What is stored, and how a batch of events becomes rows in one transaction. */
@NullMarked
package io.agentgate.auditstore.store;

import org.jspecify.annotations.NullMarked;
