package io.megatron.core.seeding;

import io.megatron.core.Outcome;
import io.megatron.core.Refusal;
import io.megatron.core.Rejection;
import io.megatron.core.accounts.CreditingAccounts;
import io.megatron.core.accounts.RegisteringUsers;
import io.megatron.core.assets.CreatingAssets;
import io.megatron.core.assets.CreatingAssets.Blueprint;
import io.megatron.core.funding.ProvidingLiquidity;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Deadline;
import io.megatron.core.ledger.Submitting;
import io.megatron.core.seeding.SeededAssets.Contributed;
import io.megatron.core.seeding.SeededOrders.Placed;
import io.megatron.core.trading.ExecutingTrades;
import io.megatron.core.trading.ExecutingTrades.Called;
import io.megatron.core.trading.TradeCalls;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.trading.Trade;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;

/**
 * Makes people, assets and trades by the commands that anybody's calls become, so that whatever is
 * made is made by the rules. Request ids follow from the {@link SeedSize}: the same again does what
 * is missing and nothing twice, wherever it was cut off. Development only, as it gives money away.
 */
@Component
public class SeedingExchange {
    private static final UUID SEEDER = Call.named("scripts/seed");
    private static final String REGISTER = "megatron.operations.v1.AdminService/RegisterUser";
    private static final String GRANT = "megatron.operations.v1.AdminService/GrantTestFunds";
    private static final String CREATE = "megatron.assets.v1.AssetService/CreateAsset";
    private static final String CONTRIBUTE = "megatron.funding.v1.FundingService/Contribute";
    private static final int AT_ONCE = 256;

    private final RegisteringUsers registering;
    private final CreditingAccounts crediting;
    private final CreatingAssets creating;
    private final ProvidingLiquidity providing;
    private final ExecutingTrades trading;

    public SeedingExchange(
            RegisteringUsers registering,
            CreditingAccounts crediting,
            CreatingAssets creating,
            ProvidingLiquidity providing,
            ExecutingTrades trading) {
        this.registering = registering;
        this.crediting = crediting;
        this.creating = creating;
        this.providing = providing;
        this.trading = trading;
    }

    /**
     * What there is now.
     *
     * @param made trades, those of an earlier run included
     * @param refused orders that were refused, by reason
     */
    public record Seeded(long made, Map<Rejection, Long> refused) {
        public Seeded {
            refused = Map.copyOf(refused);
        }
    }

    /**
     * Makes all of it, or what is missing of it.
     *
     * @throws IllegalStateException where money cannot be given away, or somebody else has an id or
     *     a symbol of it
     */
    public Seeded seed(SeedSize size, SeedProgress progress) {
        try (ExecutorService threads =
                Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            return new Run(size, progress, threads).all();
        }
    }

    private final class Run {
        private final SeedSize size;
        private final SeedProgress progress;
        private final ExecutorService threads;
        private final SeededPeople people;
        private final SeededAssets assets;

        Run(SeedSize size, SeedProgress progress, ExecutorService threads) {
            this.size = size;
            this.progress = progress;
            this.threads = threads;
            people = new SeededPeople(size);
            assets = new SeededAssets(size);
        }

        Seeded all() {
            List<List<Contributed>> contributions =
                    IntStream.range(0, assets.count())
                            .mapToObj(asset -> assets.contributions(asset, people.lps()))
                            .toList();
            Usdc[] given = new Usdc[people.lps()];
            Arrays.fill(given, Usdc.ZERO);
            for (Contributed one : contributions.stream().flatMap(List::stream).toList()) {
                given[one.lp()] = given[one.lp()].plus(one.amount());
            }
            each("users", people.count(), user -> register(user, given));
            return trade(each("assets", assets.count(), asset -> open(asset, contributions)));
        }

        private UserId register(int user, Usdc[] given) {
            UserId id = people.id(user);
            made(registering.register(call(REGISTER, id), id, Deadline.none()));
            Usdc funds =
                    people.lpNumber(user)
                            .map(lp -> people.funds(user).plus(given[lp]))
                            .orElseGet(() -> people.funds(user));
            Call grant = staff(GRANT, Map.of("user_id", id.toString(), "amount", funds.toString()));
            made(crediting.grantTestFunds(grant, Optional.of(id), funds, Deadline.none()));
            return id;
        }

        private AssetId open(int asset, List<List<Contributed>> contributions) {
            Blueprint blueprint = assets.blueprint(asset);
            Call create = staff(CREATE, Map.of("symbol", blueprint.symbol()));
            AssetId id =
                    made(creating.create(create, blueprint, SeededAssets.TERMS, Deadline.none()))
                            .asset()
                            .id();
            int number = 0;
            for (Contributed one : contributions.get(asset)) {
                UserId lp = people.id(people.lp(one.lp()));
                Call contribute =
                        Call.of(
                                lp.value(),
                                requestId("contribution %d to %d".formatted(number++, asset)),
                                CONTRIBUTE,
                                Map.of(
                                        "asset_id", id.toString(),
                                        "amount", one.amount().toString()));
                made(
                        providing.contribute(
                                contribute,
                                id,
                                one.amount(),
                                Submitting.TO_TAKE_EFFECT,
                                Deadline.none()));
            }
            return id;
        }

        private Seeded trade(List<AssetId> ids) {
            SeededOrders orders = new SeededOrders(size, people, assets, ids);
            Map<Rejection, Long> refused = new EnumMap<>(Rejection.class);
            long made = 0;
            long ordered = 0;
            while (ordered < size.trades()) {
                List<Placed> all = orders.next();
                List<Placed> piece =
                        all.subList(0, (int) Math.min(all.size(), size.trades() - ordered));
                List<Called> calls = new ArrayList<>(piece.size());
                for (Placed placed : piece) {
                    calls.add(called(placed, ordered++));
                }
                List<Outcome<Trade>> outcomes = trading.executeInOrder(calls);
                for (int number = 0; number < piece.size(); number++) {
                    Outcome<Trade> outcome = outcomes.get(number);
                    orders.learn(piece.get(number), outcome);
                    switch (outcome) {
                        case Outcome.Accepted<Trade> _ -> made++;
                        case Outcome.Refused<Trade>(Refusal refusal) ->
                                refused.merge(refusal.code(), 1L, Long::sum);
                    }
                }
                progress.reached("trades", ordered, size.trades());
            }
            return new Seeded(made, refused);
        }

        private Called called(Placed placed, long number) {
            return new Called(
                    TradeCalls.of(
                            people.id(placed.user()).value(),
                            requestId("trade " + number),
                            placed.order()),
                    placed.order());
        }

        private Call call(String method, UserId id) {
            return staff(method, Map.of("user_id", id.toString()));
        }

        private Call staff(String method, Map<String, String> payload) {
            return Call.of(SEEDER, requestId(method + " " + payload), method, payload).byStaff();
        }

        private UUID requestId(String of) {
            return Call.named(size.name() + " " + of);
        }

        /** Many at once, so that the book takes them in full batches. */
        private <T> List<T> each(String what, int count, IntFunction<T> making) {
            List<T> made = new ArrayList<>(count);
            while (made.size() < count) {
                List<Callable<T>> piece =
                        IntStream.range(made.size(), Math.min(count, made.size() + 4 * AT_ONCE))
                                .<Callable<T>>mapToObj(number -> () -> making.apply(number))
                                .toList();
                made.addAll(all(piece));
                progress.reached(what, made.size(), count);
            }
            return made;
        }

        private <T> List<T> all(List<Callable<T>> piece) {
            try {
                List<T> results = new ArrayList<>(piece.size());
                for (Future<T> one : threads.invokeAll(piece)) {
                    results.add(one.get());
                }
                return results;
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted; the same again goes on", ended);
            } catch (ExecutionException failure) {
                if (failure.getCause() instanceof RuntimeException cause) {
                    throw cause;
                }
                throw new IllegalStateException(failure.getCause());
            }
        }
    }

    private static <T> T made(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Accepted<T>(T result, boolean _) -> result;
            case Outcome.Refused<T>(Refusal refusal) ->
                    throw new IllegalStateException(refusal.code() + ": " + refusal.message());
        };
    }
}
