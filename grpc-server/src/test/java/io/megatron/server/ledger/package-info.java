@NullMarked
package io.megatron.server.ledger;

import org.jspecify.annotations.NullMarked;
