/** Who somebody is: accounts that were asked for, credentials, and sessions. */
@NullMarked
package io.megatron.mapper.identity;

import org.jspecify.annotations.NullMarked;
