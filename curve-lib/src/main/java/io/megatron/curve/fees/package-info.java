/** Where a trade's fee goes: platform and liquidity providers, and each provider's part of it. */
@NullMarked
package io.megatron.curve.fees;

import org.jspecify.annotations.NullMarked;
