/** What the documents say, held against the product. */
@NullMarked
package io.agentgate.e2e.docs;

import org.jspecify.annotations.NullMarked;
