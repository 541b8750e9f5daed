/**
 * Revisions of policy: drafted, validated, tried, activated, taken back. A revision never changes
 * but in its state, and one that does not load is never active.
 */
@NullMarked
package io.agentgate.policystore.policy;

import org.jspecify.annotations.NullMarked;
