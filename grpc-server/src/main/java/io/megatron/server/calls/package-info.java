/** What all endpoints do alike: read fields, page, and turn outcomes into answers. */
@NullMarked
package io.megatron.server.calls;

import org.jspecify.annotations.NullMarked;
