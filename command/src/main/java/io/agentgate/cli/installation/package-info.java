/** Where the product lies on this machine, and where it keeps what it keeps. */
@NullMarked
package io.agentgate.cli.installation;

import org.jspecify.annotations.NullMarked;
