package io.megatron.server.operations;

import io.grpc.stub.StreamObserver;
import io.megatron.core.ledger.Call;
import io.megatron.core.operations.SettingPlatformFee;
import io.megatron.curve.money.FeeRate;
import io.megatron.mapper.ledger.PlatformFee;
import io.megatron.operations.v1.AdminServiceGrpc;
import io.megatron.operations.v1.GetPlatformFeeResponse;
import io.megatron.operations.v1.SetPlatformFeeRequest;
import io.megatron.operations.v1.SetPlatformFeeResponse;
import io.megatron.server.calls.Answering;
import io.megatron.server.calls.Calls;
import io.megatron.server.calls.Fields;
import io.megatron.server.calls.Figures;
import io.megatron.server.errors.InvalidField;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The platform's fee. */
@Component
class FeeCalls {
    private static final int MAX_REASON = 500;

    private final SettingPlatformFee setting;

    FeeCalls(SettingPlatformFee setting) {
        this.setting = setting;
    }

    void set(SetPlatformFeeRequest request, StreamObserver<SetPlatformFeeResponse> observer) {
        FeeRate fee = fee(request.getFeeBps());
        Optional<Instant> from =
                request.hasEffectiveAt()
                        ? Optional.of(
                                Fields.time("effective_at", request.getEffectiveAt())
                                        .truncatedTo(ChronoUnit.MICROS))
                        : Optional.empty();
        Call call =
                Calls.of(
                        request.getRequestId(),
                        AdminServiceGrpc.getSetPlatformFeeMethod(),
                        Map.of(
                                "fee_bps", Integer.toString(fee.bps()),
                                "effective_at", from.map(Instant::toString).orElse(""),
                                "reason", Fields.words("reason", request.getReason(), MAX_REASON)));
        Answering.answer(
                observer,
                setting.set(call, fee, from, Answering.deadline()),
                (set, replayed) ->
                        SetPlatformFeeResponse.newBuilder()
                                .setFee(message(set))
                                .setReplayed(replayed)
                                .build());
    }

    private static FeeRate fee(int bps) {
        int least = SettingPlatformFee.LEAST.bps();
        int most = SettingPlatformFee.MOST.bps();
        if (bps < least || bps > most) {
            throw new InvalidField("fee_bps", "is not between %d and %d".formatted(least, most));
        }
        return FeeRate.ofBps(bps);
    }

    void get(StreamObserver<GetPlatformFeeResponse> observer) {
        SettingPlatformFee.Fee fee = setting.read();
        GetPlatformFeeResponse.Builder answer =
                GetPlatformFeeResponse.newBuilder().setFeeBps(fee.inForce().bps());
        fee.planned().ifPresent(planned -> answer.setPlanned(message(planned)));
        Answering.answer(observer, answer.build());
    }

    private static io.megatron.operations.v1.PlatformFee message(PlatformFee fee) {
        return io.megatron.operations.v1.PlatformFee.newBuilder()
                .setFeeBps(fee.bps())
                .setEffectiveAt(Figures.time(fee.effectiveAt()))
                .build();
    }
}
