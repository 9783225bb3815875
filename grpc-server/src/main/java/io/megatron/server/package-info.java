/** The executable: starts the server in the roles its configuration names. */
@NullMarked
package io.megatron.server;

import org.jspecify.annotations.NullMarked;
