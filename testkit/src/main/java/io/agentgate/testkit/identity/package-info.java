/** An identity provider for tests that are not about one. */
@NullMarked
package io.agentgate.testkit.identity;

import org.jspecify.annotations.NullMarked;
