package io.megatron.core.pricing.internal;

import io.megatron.core.ledger.BesideTheBook;
import io.megatron.core.ledger.BusinessClock;
import io.megatron.core.pricing.ResearchSettings;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.pricing.SignalResearchMapper;
import io.megatron.mapper.pricing.SignalResearchMapper.Spent;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * What may be spent on asking about an asset on a day: of the machine's time and in UTC, since the
 * bill is. All nodes spend from one row.
 */
@Component
public class SpendingBudgets {
    private final BesideTheBook beside;
    private final SignalResearchMapper research;
    private final BusinessClock clock;
    private final ResearchSettings settings;

    SpendingBudgets(
            BesideTheBook beside,
            SignalResearchMapper research,
            BusinessClock clock,
            ResearchSettings settings) {
        this.beside = beside;
        this.research = research;
        this.clock = clock;
        this.settings = settings;
    }

    /** Takes one call from the budget of today and tells the day; empty when it is spent. */
    Optional<LocalDate> takeCall(AssetId asset) {
        LocalDate day = today();
        boolean taken =
                !beside.write(
                                () ->
                                        research.takeCall(
                                                asset,
                                                day,
                                                settings.callsPerDay(),
                                                settings.tokensPerDay()))
                        .isEmpty();
        return taken ? Optional.of(day) : Optional.empty();
    }

    /** What a call of that day turned out to cost. */
    void addTokens(AssetId asset, LocalDate day, int tokens) {
        beside.write(() -> research.addTokens(asset, day, tokens));
    }

    /** What is spent today. */
    public Spent today(AssetId asset) {
        return Objects.requireNonNullElse(research.spent(asset, today()), Spent.NOTHING);
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.realTime(), ZoneOffset.UTC);
    }
}
