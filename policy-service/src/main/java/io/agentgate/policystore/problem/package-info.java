/** What goes wrong, told as RFC 9457 says: a status, a sentence, and the field it is about. */
@NullMarked
package io.agentgate.policystore.problem;

import org.jspecify.annotations.NullMarked;
