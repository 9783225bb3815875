package io.megatron.server.ledger;

import io.megatron.core.ledger.ReadingLedger;
import io.megatron.core.ledger.ReadingLedger.Statement;
import io.megatron.ledger.v1.GetStatementRequest;
import io.megatron.ledger.v1.GetStatementResponse;
import io.megatron.ledger.v1.Period;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.ledger.AccountKey;
import io.megatron.mapper.ledger.AccountKind;
import io.megatron.mapper.ledger.StatementLine;
import io.megatron.server.calls.Fields;
import io.megatron.server.calls.Page;
import io.megatron.server.calls.PageTokens;
import io.megatron.server.errors.InvalidField;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** Statements, a page at a time. */
@Component
class Statements {
    private final ReadingLedger reading;

    Statements(ReadingLedger reading) {
        this.reading = reading;
    }

    /** What a statement is asked for, whoever it is about. */
    record Query(Period period, Instant from, Instant until, int pageSize, String pageToken) {

        static Query of(GetStatementRequest request) {
            Period period = request.getPeriod();
            if (!period.hasStartTime() || !period.hasEndTime()) {
                throw new InvalidField("period", "needs both a start_time and an end_time");
            }
            Instant from = Fields.time("period.start_time", period.getStartTime());
            Instant until = Fields.time("period.end_time", period.getEndTime());
            if (!from.isBefore(until)) {
                throw new InvalidField("period.end_time", "is not after the start_time");
            }
            return new Query(
                    period,
                    from,
                    until,
                    Fields.pageSize(request.getPageSize()),
                    request.getPageToken());
        }
    }

    GetStatementResponse read(UserId user, Query query) {
        PageTokens tokens = PageTokens.of("GetStatement", user, query.from(), query.until());
        long after = tokens.read(query.pageToken(), Long::valueOf).orElse(0L);
        Statement statement =
                reading.statement(
                        AccountKey.ofUser(AccountKind.CASH, user),
                        query.from(),
                        query.until(),
                        after,
                        Page.limit(query.pageSize()));
        Page<StatementLine> page =
                Page.of(
                        tokens,
                        query.pageSize(),
                        statement.lines(),
                        line -> Long.toString(line.seq()));
        return message(user, query, statement, page);
    }

    private static GetStatementResponse message(
            UserId user, Query query, Statement statement, Page<StatementLine> page) {
        return GetStatementResponse.newBuilder()
                .setUserId(user.toString())
                .setPeriod(query.period())
                .setOpeningBalance(statement.opening().toString())
                .setClosingBalance(statement.closing().toString())
                .addAllTotals(statement.totals().stream().map(LedgerMessages::total).toList())
                .addAllEntries(page.items().stream().map(LedgerMessages::entry).toList())
                .setNextPageToken(page.nextToken())
                .build();
    }
}
