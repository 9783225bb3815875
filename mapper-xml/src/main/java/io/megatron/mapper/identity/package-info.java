/** Who somebody is: accounts that were asked for, credentials, sessions, and backends. */
@NullMarked
package io.megatron.mapper.identity;

import org.jspecify.annotations.NullMarked;
