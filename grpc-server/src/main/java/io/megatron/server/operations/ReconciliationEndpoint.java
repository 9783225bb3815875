package io.megatron.server.operations;

import io.grpc.stub.StreamObserver;
import io.megatron.core.operations.Reconciling;
import io.megatron.core.operations.Reconciling.Checked;
import io.megatron.core.operations.Reconciling.Report;
import io.megatron.operations.v1.Check;
import io.megatron.operations.v1.Finding;
import io.megatron.operations.v1.ReconcileRequest;
import io.megatron.operations.v1.ReconcileResponse;
import io.megatron.operations.v1.ReconciliationServiceGrpc;
import io.megatron.server.calls.Answering;
import io.megatron.server.calls.Figures;
import io.megatron.server.runtime.NodeRole;
import io.megatron.server.runtime.RunsAs;
import java.util.stream.Stream;
import org.springframework.grpc.server.service.GrpcService;

/** {@code megatron.operations.v1.ReconciliationService}. */
@GrpcService
@RunsAs(NodeRole.API)
class ReconciliationEndpoint extends ReconciliationServiceGrpc.ReconciliationServiceImplBase {
    private final Reconciling reconciling;

    ReconciliationEndpoint(Reconciling reconciling) {
        this.reconciling = reconciling;
    }

    @Override
    public void reconcile(ReconcileRequest request, StreamObserver<ReconcileResponse> observer) {
        Answering.answer(observer, message(reconciling.reconcile()));
    }

    private static ReconcileResponse message(Report report) {
        return ReconcileResponse.newBuilder()
                .setClean(report.isClean())
                .setAsOf(Figures.time(report.asOf()))
                .setDuration(Figures.duration(report.took()))
                .addAllChecks(report.checks().stream().map(ReconciliationEndpoint::check).toList())
                .addAllFindings(
                        report.checks().stream().flatMap(ReconciliationEndpoint::findings).toList())
                .build();
    }

    private static Check check(Checked check) {
        return Check.newBuilder()
                .setInvariant(check.number())
                .setName(check.name())
                .setDescription(check.description())
                .setRowsChecked(check.rows())
                .setFindings(check.findings().size())
                .build();
    }

    private static Stream<Finding> findings(Checked check) {
        return check.findings().stream()
                .map(
                        finding ->
                                Finding.newBuilder()
                                        .setInvariant(check.number())
                                        .setCheck(check.name())
                                        .setSubject(finding.subject())
                                        .setExpected(finding.expected())
                                        .setActual(finding.actual())
                                        .build());
    }
}
