package io.megatron.server.operations;

import com.google.protobuf.Timestamp;
import io.grpc.stub.StreamObserver;
import io.megatron.assets.v1.AssetStatus;
import io.megatron.core.operations.AskingForRuns;
import io.megatron.core.operations.ManagingJobs.Overview;
import io.megatron.core.operations.ReadingPlatform;
import io.megatron.mapper.operations.JobRun;
import io.megatron.mapper.operations.PlatformMapper.KindTotal;
import io.megatron.mapper.operations.PlatformMapper.StatusTotal;
import io.megatron.mapper.pricing.VolumeMapper.Traded;
import io.megatron.operations.v1.AccountKindTotal;
import io.megatron.operations.v1.AssetStatusTotal;
import io.megatron.operations.v1.CollectPlatformFeesRequest;
import io.megatron.operations.v1.CollectPlatformFeesResponse;
import io.megatron.operations.v1.GetPlatformStatsResponse;
import io.megatron.operations.v1.JobStats;
import io.megatron.operations.v1.TradedVolume;
import io.megatron.server.calls.Answering;
import io.megatron.server.calls.Figures;
import java.math.BigDecimal;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The platform as a whole. */
@Component
class PlatformCalls {
    private final ReadingPlatform reading;
    private final AskingForRuns asking;

    PlatformCalls(ReadingPlatform reading, AskingForRuns asking) {
        this.reading = reading;
        this.asking = asking;
    }

    void stats(StreamObserver<GetPlatformStatsResponse> observer) {
        ReadingPlatform.Stats stats = reading.stats();
        Answering.answer(
                observer,
                GetPlatformStatsResponse.newBuilder()
                        .setAsOf(Figures.time(stats.asOf()))
                        .setReserves(text(stats.reserves()))
                        .setLiabilities(text(stats.liabilities()))
                        .addAllBalances(
                                stats.balances().stream().map(PlatformCalls::balance).toList())
                        .setDay(volume(stats.volumes().day()))
                        .setTotal(volume(stats.volumes().total()))
                        .setVolumesComplete(stats.volumes().complete())
                        .setUsers(stats.users().registered())
                        .setBlockedUsers(stats.users().blocked())
                        .setUsersWithRole(stats.users().withRole())
                        .addAllAssets(stats.assets().stream().map(PlatformCalls::assets).toList())
                        .addAllJobs(stats.jobs().stream().map(PlatformCalls::job).toList())
                        .build());
    }

    void collectFees(
            CollectPlatformFeesRequest request,
            StreamObserver<CollectPlatformFeesResponse> observer) {
        Answering.answer(
                observer,
                asking.collectFees(
                        JobFields.operator(request.getRequestId(), request.getReason()),
                        request.getValidateOnly()),
                (run, replayed) ->
                        CollectPlatformFeesResponse.newBuilder()
                                .setRunId(run.id().toString())
                                .setReplayed(replayed)
                                .build());
    }

    private static AccountKindTotal balance(KindTotal total) {
        return AccountKindTotal.newBuilder()
                .setKind(total.kind().name())
                .setBalance(text(total.balance()))
                .setAccounts(total.accounts())
                .build();
    }

    private static TradedVolume volume(Traded traded) {
        return TradedVolume.newBuilder()
                .setVolume(traded.volume().toString())
                .setTrades(traded.trades())
                .build();
    }

    private static AssetStatusTotal assets(StatusTotal total) {
        return AssetStatusTotal.newBuilder()
                .setStatus(AssetStatus.valueOf("ASSET_STATUS_" + total.status().name()))
                .setAssets(total.assets())
                .build();
    }

    private static JobStats job(Overview job) {
        JobStats.Builder stats =
                JobStats.newBuilder()
                        .setJob(job.schedule().job())
                        .setPaused(job.schedule().paused());
        job.next().map(Figures::time).ifPresent(stats::setNextRunAt);
        job.last().ifPresent(run -> stats.setLastState(JobMessages.run(run).getState()));
        job.last().flatMap(PlatformCalls::end).ifPresent(stats::setLastEndedAt);
        return stats.build();
    }

    private static Optional<Timestamp> end(JobRun run) {
        return Optional.ofNullable(run.endedAt()).map(Figures::time);
    }

    private static String text(BigDecimal usdc) {
        return usdc.signum() == 0 ? "0" : usdc.stripTrailingZeros().toPlainString();
    }
}
