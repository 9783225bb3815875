package io.megatron.server.custody;

import io.megatron.custody.v1.CustodyServiceGrpc;
import io.megatron.server.runtime.NodeRole;
import io.megatron.server.runtime.RunsAs;
import org.springframework.grpc.server.service.GrpcService;

/** {@code megatron.custody.v1.CustodyService}. */
@GrpcService
@RunsAs(NodeRole.API)
class CustodyEndpoint extends CustodyServiceGrpc.CustodyServiceImplBase {}
