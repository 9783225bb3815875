package io.megatron.server.runtime;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Channel;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Asks a server about itself, as clients without our protos do. */
final class Reflected {
    private Reflected() {}

    /** The files that the server sends for a symbol. */
    static List<String> symbols(Channel channel, String symbol) throws Exception {
        CompletableFuture<ServerReflectionResponse> answer = new CompletableFuture<>();
        StreamObserver<ServerReflectionRequest> asking =
                ServerReflectionGrpc.newStub(channel)
                        .serverReflectionInfo(
                                new StreamObserver<>() {
                                    @Override
                                    public void onNext(ServerReflectionResponse response) {
                                        answer.complete(response);
                                    }

                                    @Override
                                    public void onError(Throwable error) {
                                        answer.completeExceptionally(error);
                                    }

                                    @Override
                                    public void onCompleted() {
                                        // One answer is all we want.
                                    }
                                });
        asking.onNext(ServerReflectionRequest.newBuilder().setFileContainingSymbol(symbol).build());
        ServerReflectionResponse response = answer.get(5, TimeUnit.SECONDS);
        asking.onCompleted();
        return response.getFileDescriptorResponse().getFileDescriptorProtoList().stream()
                .map(Reflected::fileName)
                .toList();
    }

    private static String fileName(ByteString file) {
        try {
            return FileDescriptorProto.parseFrom(file).getName();
        } catch (InvalidProtocolBufferException broken) {
            throw new AssertionError(broken);
        }
    }
}
