/** The configuration file: read strictly, or refused with the line that is wrong. */
@NullMarked
package io.agentgate.cli.config;

import org.jspecify.annotations.NullMarked;
