/**
 * Fills an exchange with people, assets and trades that follow from a number, for tests and shows.
 */
@NullMarked
package io.megatron.core.seeding;

import org.jspecify.annotations.NullMarked;
