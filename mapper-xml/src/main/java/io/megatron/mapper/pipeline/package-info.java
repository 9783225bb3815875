/** What MyBatis is taught for the book: one round trip for many statements, records for rows. */
@NullMarked
package io.megatron.mapper.pipeline;

import org.jspecify.annotations.NullMarked;
