/**
 * The schema and every SQL statement: Flyway migrations, MyBatis mappers and the rows they read and
 * write.
 */
@NullMarked
package io.megatron.mapper;

import org.jspecify.annotations.NullMarked;
