package io.megatron.core.custody.internal;

import io.megatron.core.ledger.BookJournal;
import io.megatron.mapper.custody.DepositMapper;
import io.megatron.mapper.custody.Rescan;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/** The rescans that were asked for; how far they are is the job's, outside the book. */
@Component
public class Rescans implements BookJournal<Rescan> {
    private final DepositMapper mapper;

    public Rescans(DepositMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    public void append(List<Rescan> rows, Instant at) {
        mapper.insertRescans(rows, at);
    }
}
