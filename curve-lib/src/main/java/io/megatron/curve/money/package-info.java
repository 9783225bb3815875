/** Quantities as values: amounts, shares, prices and rates, exact, validated and printable. */
@NullMarked
package io.megatron.curve.money;

import org.jspecify.annotations.NullMarked;
