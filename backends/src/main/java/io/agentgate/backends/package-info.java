/**
 * Launchers of the real Postgres, Kafka, Redis and Keycloak, for tests and for a stack without
 * containers.
 */
@NullMarked
package io.agentgate.backends;

import org.jspecify.annotations.NullMarked;
