package io.megatron.server.custody;

import io.megatron.core.Outcome;
import io.megatron.core.custody.BlockRange;
import io.megatron.core.custody.CorrectingDeposits;
import io.megatron.core.custody.DepositView;
import io.megatron.core.custody.GivingDepositAddresses;
import io.megatron.core.custody.HaltingCustody;
import io.megatron.core.custody.HaltingCustody.Resolved;
import io.megatron.core.custody.ReadingDeposits;
import io.megatron.core.ledger.Call;
import io.megatron.custody.v1.AttributeDepositRequest;
import io.megatron.custody.v1.CustodyServiceGrpc;
import io.megatron.custody.v1.ListDepositsRequest;
import io.megatron.custody.v1.ListHaltsRequest;
import io.megatron.custody.v1.ListRescansRequest;
import io.megatron.custody.v1.RescanDepositsRequest;
import io.megatron.custody.v1.ResolveHaltRequest;
import io.megatron.mapper.custody.Deposit;
import io.megatron.mapper.custody.DepositStatus;
import io.megatron.mapper.custody.Halt;
import io.megatron.mapper.custody.Rescan;
import io.megatron.mapper.ids.DepositId;
import io.megatron.mapper.ids.HaltId;
import io.megatron.mapper.ids.RescanId;
import io.megatron.mapper.ids.UserId;
import io.megatron.server.calls.Answering;
import io.megatron.server.calls.Calls;
import io.megatron.server.calls.Fields;
import io.megatron.server.calls.Page;
import io.megatron.server.calls.PageTokens;
import io.megatron.server.calls.Subjects;
import io.megatron.server.errors.InvalidField;
import io.megatron.server.security.Caller;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Reads calls about deposits, rescans and halts, and answers to them, from the wire. */
@Component
class TakingDeposits {
    /** No chain comes so far; above it a number would not survive JSON (RFC 8259). */
    private static final long HIGHEST_BLOCK = 1L << 53;

    private final GivingDepositAddresses giving;
    private final ReadingDeposits reading;
    private final CorrectingDeposits correcting;
    private final HaltingCustody halting;
    private final Subjects subjects;

    TakingDeposits(
            GivingDepositAddresses giving,
            ReadingDeposits reading,
            CorrectingDeposits correcting,
            HaltingCustody halting,
            Subjects subjects) {
        this.giving = giving;
        this.reading = reading;
        this.correcting = correcting;
        this.halting = halting;
        this.subjects = subjects;
    }

    Outcome<GivingDepositAddresses.Given> address() {
        return giving.address(Caller.current().userId());
    }

    Outcome<Page<DepositView>> list(ListDepositsRequest request) {
        Caller caller = Caller.current();
        boolean everybody = caller.isAdmin() || caller.isOperator();
        if (request.getUnattributed() && !everybody) {
            throw new InvalidField("unattributed", "is for administrators");
        }
        if (request.getUserId().isEmpty() && everybody) {
            return Outcome.accepted(page(Optional.empty(), request));
        }
        if (caller.isOperator() && !request.getUserId().isEmpty()) {
            return Outcome.accepted(page(Optional.of(Fields.userId(request.getUserId())), request));
        }
        return subjects.named(request.getUserId()).map(user -> page(Optional.of(user), request));
    }

    private Page<DepositView> page(Optional<UserId> user, ListDepositsRequest request) {
        int size = Fields.pageSize(request.getPageSize());
        Optional<DepositStatus> status = status(request);
        PageTokens tokens = PageTokens.of("ListDeposits", user, status, request.getUnattributed());
        Optional<DepositId> before =
                tokens.read(request.getPageToken(), key -> DepositId.of(UUID.fromString(key)));
        return Page.of(
                tokens,
                size,
                reading.page(
                        new ReadingDeposits.Filter(user, status, request.getUnattributed()),
                        before,
                        Page.limit(size)),
                found -> found.deposit().id().toString());
    }

    private static Optional<DepositStatus> status(ListDepositsRequest request) {
        return switch (request.getStatus()) {
            case DEPOSIT_STATUS_UNSPECIFIED -> Optional.empty();
            case DEPOSIT_STATUS_DETECTED -> Optional.of(DepositStatus.DETECTED);
            case DEPOSIT_STATUS_CREDITED -> Optional.of(DepositStatus.CREDITED);
            case DEPOSIT_STATUS_ORPHANED -> Optional.of(DepositStatus.ORPHANED);
            case DEPOSIT_STATUS_IGNORED -> Optional.of(DepositStatus.IGNORED);
            case UNRECOGNIZED -> throw new InvalidField("status", "is none of those there are");
        };
    }

    Outcome<DepositView> attribute(AttributeDepositRequest request) {
        DepositId deposit = Fields.depositId(request.getDepositId());
        UserId user = Fields.userId(request.getUserId());
        String reason = CustodyCalls.reason(request.getReason());
        Call call =
                Calls.of(
                        request.getRequestId(),
                        CustodyServiceGrpc.getAttributeDepositMethod(),
                        Map.of(
                                "deposit_id", deposit.toString(),
                                "user_id", user.toString(),
                                "reason", reason));
        Outcome<Deposit> outcome =
                request.getValidateOnly()
                        ? correcting.validateAttribution(call, deposit, user, reason)
                        : correcting.attribute(call, deposit, user, reason, Answering.deadline());
        return outcome.map(reading::view);
    }

    Outcome<Rescan> rescan(RescanDepositsRequest request) {
        if (request.getFromBlock() < 0) {
            throw new InvalidField("from_block", "is below zero");
        }
        if (request.getToBlock() < request.getFromBlock()) {
            throw new InvalidField("to_block", "is below from_block");
        }
        if (request.getToBlock() > HIGHEST_BLOCK) {
            throw new InvalidField("to_block", "is above " + HIGHEST_BLOCK);
        }
        BlockRange blocks = new BlockRange(request.getFromBlock(), request.getToBlock());
        String reason = CustodyCalls.reason(request.getReason());
        Call call =
                Calls.of(
                        request.getRequestId(),
                        CustodyServiceGrpc.getRescanDepositsMethod(),
                        Map.of(
                                "from_block", Long.toString(blocks.from()),
                                "to_block", Long.toString(blocks.to()),
                                "reason", reason));
        return request.getValidateOnly()
                ? correcting.validateRescan(call, blocks, reason)
                : correcting.rescan(call, blocks, reason, Answering.deadline());
    }

    Page<Rescan> rescans(ListRescansRequest request) {
        int size = Fields.pageSize(request.getPageSize());
        PageTokens tokens = PageTokens.of("ListRescans");
        Optional<RescanId> before =
                tokens.read(request.getPageToken(), key -> RescanId.of(UUID.fromString(key)));
        return Page.of(
                tokens,
                size,
                correcting.rescans(before, Page.limit(size)),
                rescan -> rescan.id().toString());
    }

    Page<Halt> halts(ListHaltsRequest request) {
        int size = Fields.pageSize(request.getPageSize());
        PageTokens tokens = PageTokens.of("ListHalts", request.getOpen());
        Optional<HaltId> before =
                tokens.read(request.getPageToken(), key -> HaltId.of(UUID.fromString(key)));
        return Page.of(
                tokens,
                size,
                halting.page(request.getOpen(), before, Page.limit(size)),
                halt -> halt.id().toString());
    }

    Outcome<Resolved> resolve(ResolveHaltRequest request) {
        HaltId halt = Fields.haltId(request.getHaltId());
        String reason = CustodyCalls.reason(request.getReason());
        Call call =
                Calls.of(
                        request.getRequestId(),
                        CustodyServiceGrpc.getResolveHaltMethod(),
                        Map.of("halt_id", halt.toString(), "reason", reason));
        return request.getValidateOnly()
                ? halting.validate(call, halt, reason)
                : halting.resolve(call, halt, reason, Answering.deadline());
    }
}
