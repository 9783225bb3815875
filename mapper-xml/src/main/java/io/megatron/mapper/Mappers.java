package io.megatron.mapper;

import io.megatron.mapper.accounts.RoleMapper;
import io.megatron.mapper.accounts.UserMapper;
import io.megatron.mapper.assets.AssetMapper;
import io.megatron.mapper.audit.AuditMapper;
import io.megatron.mapper.audit.PendingActionMapper;
import io.megatron.mapper.custody.AuthorizationMapper;
import io.megatron.mapper.custody.CustodyMapper;
import io.megatron.mapper.custody.DepositMapper;
import io.megatron.mapper.custody.ReservesMapper;
import io.megatron.mapper.custody.WithdrawalMapper;
import io.megatron.mapper.events.OutboxMapper;
import io.megatron.mapper.events.RelayMapper;
import io.megatron.mapper.funding.AssetRequestMapper;
import io.megatron.mapper.funding.FundingMapper;
import io.megatron.mapper.funding.LpMapper;
import io.megatron.mapper.funding.LpWithdrawalMapper;
import io.megatron.mapper.identity.BackendMapper;
import io.megatron.mapper.identity.IdentityMapper;
import io.megatron.mapper.ledger.BookMapper;
import io.megatron.mapper.ledger.LedgerMapper;
import io.megatron.mapper.operations.JobMapper;
import io.megatron.mapper.operations.PlatformMapper;
import io.megatron.mapper.operations.ReconciliationMapper;
import io.megatron.mapper.pipeline.PipeliningConfiguration;
import io.megatron.mapper.pricing.CandleMapper;
import io.megatron.mapper.pricing.PriceMapper;
import io.megatron.mapper.pricing.SignalMapper;
import io.megatron.mapper.pricing.SignalResearchMapper;
import io.megatron.mapper.pricing.VolumeMapper;
import io.megatron.mapper.trading.PositionMapper;
import io.megatron.mapper.trading.PriceMoveMapper;
import io.megatron.mapper.trading.TradeMapper;
import io.megatron.mapper.types.TypeHandlers;
import java.util.List;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.LocalCacheScope;

/** The mappers, and how MyBatis has to be set up for them. */
public final class Mappers {
    /** Every mapper interface; its XML lies beside it under the same name. */
    public static final List<Class<?>> ALL =
            List.of(
                    BookMapper.class,
                    LedgerMapper.class,
                    UserMapper.class,
                    RoleMapper.class,
                    AssetMapper.class,
                    FundingMapper.class,
                    LpMapper.class,
                    AssetRequestMapper.class,
                    LpWithdrawalMapper.class,
                    TradeMapper.class,
                    PositionMapper.class,
                    PriceMoveMapper.class,
                    SignalMapper.class,
                    SignalResearchMapper.class,
                    CustodyMapper.class,
                    DepositMapper.class,
                    WithdrawalMapper.class,
                    AuthorizationMapper.class,
                    ReservesMapper.class,
                    OutboxMapper.class,
                    RelayMapper.class,
                    PriceMapper.class,
                    CandleMapper.class,
                    VolumeMapper.class,
                    ReconciliationMapper.class,
                    PlatformMapper.class,
                    JobMapper.class,
                    AuditMapper.class,
                    PendingActionMapper.class,
                    IdentityMapper.class,
                    BackendMapper.class);

    private Mappers() {}

    /** Reads the XML when it is first needed, and once: a process may have many exchanges. */
    private static final class Read {
        static final Configuration ALL = read();

        private static Configuration read() {
            Configuration configuration = empty();
            Mappers.ALL.forEach(configuration::addMapper);
            return configuration;
        }
    }

    /**
     * A configuration without caches: a row read twice in a transaction is asked for twice, since
     * the book relies on reading what is there. Writes are collected, see {@link
     * io.megatron.mapper.pipeline}.
     */
    public static Configuration configuration() {
        PipeliningConfiguration configuration = empty();
        configuration.take(ALL, Read.ALL);
        return configuration;
    }

    private static PipeliningConfiguration empty() {
        PipeliningConfiguration configuration = new PipeliningConfiguration();
        configuration.setCacheEnabled(false);
        configuration.setLocalCacheScope(LocalCacheScope.STATEMENT);
        TypeHandlers.register(configuration.getTypeHandlerRegistry());
        return configuration;
    }
}
