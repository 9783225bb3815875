package io.megatron.core.ledger;

import io.megatron.mapper.ledger.Account;
import io.megatron.mapper.ledger.AccountKey;
import io.megatron.mapper.ledger.AccountKind;
import io.megatron.mapper.ledger.LedgerMapper;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The accounts of the ledger; one that nobody has posted to does not exist and holds zero. */
@Component
public class Accounts implements BookTable<AccountKey, Account> {
    private static final KeyFormat<AccountKey> KEYS =
            KeyFormat.ofKindAndId(
                    AccountKind.class, AccountKey::kind, AccountKey::owner, AccountKey::new);

    private final LedgerMapper ledger;

    public Accounts(LedgerMapper ledger) {
        this.ledger = ledger;
    }

    @Override
    public Map<AccountKey, Account> load(Set<AccountKey> keys) {
        return ledger.accounts(keys).stream()
                .collect(Collectors.toMap(Account::key, Function.identity()));
    }

    @Override
    public boolean isRemembered() {
        return true;
    }

    @Override
    public Optional<KeyFormat<AccountKey>> keyFormat() {
        return Optional.of(KEYS);
    }

    /** Only new ones have a row to write: what an account holds is what its last entry says. */
    @Override
    public void persist(Changes<Account> changes) {
        if (!changes.inserted().isEmpty()) {
            ledger.insertAccounts(changes.inserted());
        }
    }
}
