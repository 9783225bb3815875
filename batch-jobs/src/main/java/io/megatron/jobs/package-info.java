/**
 * The place of the jobs: one class a job, over the use cases of exchange-core. Nothing runs here
 * yet; the grpc-server's executable already carries the module for nodes with the role {@code
 * jobs}.
 */
@NullMarked
package io.megatron.jobs;

import org.jspecify.annotations.NullMarked;
