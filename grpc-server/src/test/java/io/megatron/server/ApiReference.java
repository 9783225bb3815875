package io.megatron.server;

import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.megatron.assets.v1.AssetServiceProto;
import io.megatron.core.Rejection;
import io.megatron.custody.v1.CustodyServiceProto;
import io.megatron.errors.v1.ErrorsProto;
import io.megatron.events.v1.EventServiceProto;
import io.megatron.funding.v1.FundingServiceProto;
import io.megatron.identity.v1.IdentityServiceProto;
import io.megatron.ledger.v1.LedgerServiceProto;
import io.megatron.operations.v1.AdminServiceProto;
import io.megatron.operations.v1.ClockServiceProto;
import io.megatron.operations.v1.JobServiceProto;
import io.megatron.operations.v1.ReconciliationServiceProto;
import io.megatron.options.v1.AccessProto;
import io.megatron.options.v1.Role;
import io.megatron.pricing.v1.PriceServiceProto;
import io.megatron.server.errors.Reason;
import io.megatron.server.errors.RefusalStatus;
import io.megatron.trading.v1.TradeServiceProto;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * docs/api.md, made from what the server really does: the protos' own options and comments, and the
 * two enums of codes with theirs.
 */
final class ApiReference {
    static final List<FileDescriptor> FILES =
            List.of(
                    TradeServiceProto.getDescriptor(),
                    PriceServiceProto.getDescriptor(),
                    AssetServiceProto.getDescriptor(),
                    FundingServiceProto.getDescriptor(),
                    CustodyServiceProto.getDescriptor(),
                    EventServiceProto.getDescriptor(),
                    LedgerServiceProto.getDescriptor(),
                    IdentityServiceProto.getDescriptor(),
                    AdminServiceProto.getDescriptor(),
                    ClockServiceProto.getDescriptor(),
                    JobServiceProto.getDescriptor(),
                    ReconciliationServiceProto.getDescriptor());

    /** Never answered to a call: they stand beside what a run of a job skipped. */
    static final Set<Rejection> OF_RUN_ITEMS =
            EnumSet.of(
                    Rejection.SIGNALS_OFF,
                    Rejection.SIGNAL_BUDGET_SPENT,
                    Rejection.SIGNAL_SOURCE_FAILED,
                    Rejection.SIGNAL_ANSWER_UNUSABLE,
                    Rejection.CUSTODY_HALTED,
                    Rejection.NONCE_TAKEN,
                    Rejection.ALREADY_SWEPT,
                    Rejection.PAYMENT_REFUSED,
                    Rejection.GAS_TOO_EXPENSIVE);

    private static final String INTRODUCTION =
            """
            # The API

            gRPC, described by the protos under `proto/megatron`; the server tells them to any client by reflection. This page
            lists every method and every way of being refused. It is made from the protos and the code, and a test holds it
            against them: `./mvnw -pl grpc-server test -Dtest=ApiReferenceTest -Dmegatron.renew=true` writes it anew.

            - **Tokens.** Every call but `grpc.health.*`, `grpc.reflection.*` and the methods for `anybody` carries
              `authorization: Bearer …`, an RS256 JWT whose `sub` is the user's id (a UUID) and whose `roles` is a list. A method
              needs one of the roles beside it.
              Somebody else's things are NOT_FOUND.
            - **Amounts** are decimal strings with at most six fractional digits, without sign or exponent.
            - **`request_id`**, a UUID, goes with every method that writes (marked ✎). The same id with the same content returns
              the first answer with `replayed`; with other content, or by another method, it is REQUEST_ID_REUSED. A refused
              request is not remembered: its id may be used again. Any UUID will do, and one that begins with the time (UUIDv7)
              does best: where all are random, each is written to a page of its own ([why](decisions/0105-requests-by-their-ids.md)).
            - **Deadlines.** A write whose deadline has passed, or that was cancelled, before it is decided is not executed, also
              when it has to be decided again after an outage; one that is decided is finished, and its `request_id` tells what
              became of it.
            - **Lists** come in pages: `page_size` (50 if 0, 500 at most), `page_token`, `next_page_token`. Tokens are opaque,
              stay good while others write, and belong to one list with its filters.
            - **Errors** are a `google.rpc.Status` whose first detail is an `ErrorInfo` with the domain `megatron`, a `reason`
              from the tables below, and the figures as `metadata`, among them `fault` and `retry`. `BadRequest` names a field,
              `PreconditionFailure` what stands against the call, `RetryInfo` how long to wait.
            """;

    private ApiReference() {}

    static String text() {
        return INTRODUCTION
                + "\n## Methods\n"
                + FILES.stream()
                        .flatMap(file -> file.getServices().stream())
                        .map(ApiReference::service)
                        .collect(Collectors.joining())
                + "\n"
                + "## Refusals\n\n"
                + "Where several apply, the first one in this table is answered, and nothing is"
                + " written.\n\n"
                + "| code | status | fault | retry helps | meaning |\n"
                + "| --- | --- | --- | --- | --- |\n"
                + Stream.of(Rejection.values())
                        .map(ApiReference::rejection)
                        .collect(Collectors.joining())
                + "\n"
                + ofRunItems()
                + "The fault says who has to act: the `caller`; nobody but time where it is the"
                + " `state`, since prices moved or an asset rests; an administrator where it is the"
                + " `policy`.\n"
                + "\n"
                + "## Errors of every method\n\n"
                + "| code | status | fault | retry helps | meaning |\n"
                + "| --- | --- | --- | --- | --- |\n"
                + Stream.of(Reason.values())
                        .map(ApiReference::reason)
                        .collect(Collectors.joining());
    }

    private static String ofRunItems() {
        return OF_RUN_ITEMS.stream().map(Rejection::name).collect(Collectors.joining(", "))
                + " are answered to no call: they stand beside items that a run of a job skipped"
                + " (`JobService.ListRunItems`).\n\n";
    }

    private static String service(ServiceDescriptor service) {
        String comment =
                Sources.proto(service.getFile().getName())
                        .commentBefore("service " + service.getName() + " ");
        return "\n### "
                + service.getFullName()
                + "\n\n"
                + comment
                + "\n\n| method | roles | does | refusals |\n| --- | --- | --- | --- |\n"
                + service.getMethods().stream()
                        .map(ApiReference::method)
                        .collect(Collectors.joining());
    }

    private static String method(MethodDescriptor method) {
        var access = method.getOptions().getExtension(AccessProto.access);
        String roles =
                access.getRolesList().stream()
                        .map(ApiReference::role)
                        .collect(Collectors.joining(", "));
        String comment =
                Sources.proto(method.getFile().getName())
                        .commentBefore("rpc " + method.getName() + "(");
        return row(
                method.getName() + (access.getMutating() ? " ✎" : ""),
                roles,
                comment.replace("\n", " "),
                String.join(", ", rejections(method)));
    }

    static List<String> rejections(MethodDescriptor method) {
        return method.getOptions().getExtension(ErrorsProto.rejections).getCodesList();
    }

    private static String role(Role role) {
        return role.name().substring("ROLE_".length()).toLowerCase(Locale.ROOT);
    }

    private static String rejection(Rejection rejection) {
        return row(
                rejection.name(),
                RefusalStatus.code(rejection).name(),
                words(rejection.fault()),
                words(rejection.retry()),
                Sources.java("exchange-core", Rejection.class)
                        .commentBefore(rejection.name() + "("));
    }

    private static String reason(Reason reason) {
        return row(
                reason.name(),
                reason.code().name(),
                words(reason.blame()),
                words(reason.retry()),
                Sources.java("grpc-server", Reason.class).commentBefore(reason.name() + "("));
    }

    private static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String row(String... cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }
}
