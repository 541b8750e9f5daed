/**
 * The pages of the dashboard as files: one script, one style sheet and the page that holds them,
 * made of the TypeScript in {@code src/main/web}. Whoever serves them decides how.
 */
@NullMarked
package io.agentgate.pages;

import org.jspecify.annotations.NullMarked;
