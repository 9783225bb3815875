package io.megatron.server.ledger;

import io.grpc.stub.StreamObserver;
import io.megatron.core.Outcome;
import io.megatron.core.ledger.ReadingLedger;
import io.megatron.core.ledger.ReadingLedger.Balance;
import io.megatron.ledger.v1.GetBalanceRequest;
import io.megatron.ledger.v1.GetBalanceResponse;
import io.megatron.ledger.v1.GetStatementRequest;
import io.megatron.ledger.v1.GetStatementResponse;
import io.megatron.ledger.v1.LedgerServiceGrpc;
import io.megatron.ledger.v1.ListEntriesRequest;
import io.megatron.ledger.v1.ListEntriesResponse;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.ledger.AccountKey;
import io.megatron.mapper.ledger.AccountKind;
import io.megatron.mapper.ledger.StatementLine;
import io.megatron.server.calls.Answering;
import io.megatron.server.calls.Fields;
import io.megatron.server.calls.Figures;
import io.megatron.server.calls.Page;
import io.megatron.server.calls.PageTokens;
import io.megatron.server.calls.Subjects;
import io.megatron.server.runtime.NodeRole;
import io.megatron.server.runtime.RunsAs;
import java.time.Instant;
import java.util.Optional;
import org.springframework.grpc.server.service.GrpcService;

/** {@code megatron.ledger.v1.LedgerService}. */
@GrpcService
@RunsAs(NodeRole.API)
class LedgerEndpoint extends LedgerServiceGrpc.LedgerServiceImplBase {
    private final ReadingLedger reading;
    private final Subjects subjects;
    private final Statements statements;

    LedgerEndpoint(ReadingLedger reading, Subjects subjects, Statements statements) {
        this.reading = reading;
        this.subjects = subjects;
        this.statements = statements;
    }

    @Override
    public void getBalance(GetBalanceRequest request, StreamObserver<GetBalanceResponse> observer) {
        Optional<Instant> asOf =
                request.hasAsOf()
                        ? Optional.of(Fields.time("as_of", request.getAsOf()))
                        : Optional.empty();
        Answering.answer(
                observer, subjects.named(request.getUserId()), user -> balance(user, asOf));
    }

    private GetBalanceResponse balance(UserId user, Optional<Instant> asOf) {
        AccountKey cash = AccountKey.ofUser(AccountKind.CASH, user);
        Balance balance =
                asOf.map(moment -> reading.balanceAsOf(cash, moment))
                        .orElseGet(() -> reading.balance(cash));
        return GetBalanceResponse.newBuilder()
                .setUserId(user.toString())
                .setBalance(balance.amount().toString())
                .setAsOf(Figures.time(balance.asOf()))
                .setLastEntrySequence(balance.lastSeq())
                .build();
    }

    @Override
    public void listEntries(
            ListEntriesRequest request, StreamObserver<ListEntriesResponse> observer) {
        int size = Fields.pageSize(request.getPageSize());
        Answering.answer(
                observer,
                subjects.named(request.getUserId()),
                user -> entries(user, size, request.getPageToken()));
    }

    private ListEntriesResponse entries(UserId user, int size, String token) {
        AccountKey cash = AccountKey.ofUser(AccountKind.CASH, user);
        PageTokens tokens = PageTokens.of("ListEntries", user);
        long before = tokens.read(token, Long::valueOf).orElse(Long.MAX_VALUE);
        Page<StatementLine> page =
                Page.of(
                        tokens,
                        size,
                        reading.history(cash, before, Page.limit(size)),
                        line -> Long.toString(line.seq()));
        return ListEntriesResponse.newBuilder()
                .addAllEntries(page.items().stream().map(LedgerMessages::entry).toList())
                .setNextPageToken(page.nextToken())
                .build();
    }

    @Override
    public void getStatement(
            GetStatementRequest request, StreamObserver<GetStatementResponse> observer) {
        Statements.Query query = Statements.Query.of(request);
        Outcome<UserId> owner = subjects.named(request.getUserId());
        Answering.answer(observer, owner, user -> statements.read(user, query));
    }
}
