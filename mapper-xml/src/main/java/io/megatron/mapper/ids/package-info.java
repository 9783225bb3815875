/** Ids of users, assets and trades, as types. */
@NullMarked
package io.megatron.mapper.ids;

import org.jspecify.annotations.NullMarked;
