/** How our values stand in the database: MyBatis type handlers and column arrays. */
@NullMarked
package io.megatron.mapper.types;

import org.jspecify.annotations.NullMarked;
