@NullMarked
package io.megatron.server.security;

import org.jspecify.annotations.NullMarked;
