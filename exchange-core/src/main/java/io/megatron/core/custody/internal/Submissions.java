package io.megatron.core.custody.internal;

import io.megatron.core.ledger.BookTable;
import io.megatron.mapper.custody.AuthorizationMapper;
import io.megatron.mapper.custody.Submission;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The signed transactions, append-only: looked at so that no nonce is taken twice. */
@Component
public class Submissions implements BookTable<Submission.Key, Submission> {
    private final AuthorizationMapper mapper;

    public Submissions(AuthorizationMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    public Map<Submission.Key, Submission> load(Set<Submission.Key> keys) {
        return mapper.submissionsUnder(keys).stream()
                .collect(Collectors.toMap(Submission::key, Function.identity()));
    }

    @Override
    public void persist(Changes<Submission> changes) {
        mapper.insertSubmissions(changes.inserted());
    }
}
