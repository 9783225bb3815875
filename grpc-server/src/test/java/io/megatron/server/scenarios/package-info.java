/**
 * What a user of the exchange may rely on while its processes are killed, frozen and restarted:
 * real servers in processes of their own, called over the network, with a reconciliation at the
 * end.
 */
@NullMarked
package io.megatron.server.scenarios;

import org.jspecify.annotations.NullMarked;
