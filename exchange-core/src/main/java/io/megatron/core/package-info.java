/** What every use case answers with: an accepted result or a refusal with a stable code. */
@NullMarked
package io.megatron.core;

import org.jspecify.annotations.NullMarked;
