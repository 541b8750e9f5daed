/**
 * The ways by which the product reaches its users (clone, archives, formula, images), held against
 * each other: each names versions, options of the JVM and places that are the others', too.
 */
@NullMarked
package io.agentgate.e2e.delivery;

import org.jspecify.annotations.NullMarked;
