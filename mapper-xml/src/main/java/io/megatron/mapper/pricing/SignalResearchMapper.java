package io.megatron.mapper.pricing;

import io.megatron.mapper.ids.AssetId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** What is asked about assets, what it cost and what came of it. */
public interface SignalResearchMapper {

    /** Assets whose price may be asked about, in the order of ids, after one of them. */
    List<AssetId> traded(@Param("after") @Nullable AssetId after, @Param("limit") int limit);

    long countTraded();

    /** What was spent on an asset on a day. */
    record Spent(int calls, long tokens) {
        public static final Spent NOTHING = new Spent(0, 0);
    }

    @Nullable Spent spent(@Param("assetId") AssetId assetId, @Param("day") LocalDate day);

    /** Counts one more call, unless the day's calls or tokens are spent; empty then. */
    List<Spent> takeCall(
            @Param("assetId") AssetId assetId,
            @Param("day") LocalDate day,
            @Param("mostCalls") int mostCalls,
            @Param("mostTokens") long mostTokens);

    void addTokens(
            @Param("assetId") AssetId assetId,
            @Param("day") LocalDate day,
            @Param("tokens") int tokens);

    void insert(SignalAnswer answer);

    /** The newest usable answer that a run has had about an asset since a moment. */
    @Nullable SignalAnswer usable(
            @Param("runId") UUID runId,
            @Param("assetId") AssetId assetId,
            @Param("since") Instant since);
}
