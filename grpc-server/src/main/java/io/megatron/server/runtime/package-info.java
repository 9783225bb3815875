/** How the server runs: its settings, its limits, its start and its end. */
@NullMarked
package io.megatron.server.runtime;

import org.jspecify.annotations.NullMarked;
