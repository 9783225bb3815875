package io.megatron.core.ledger;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A mutating call as it is remembered: whoever sends the same again gets the first answer, whoever
 * sends another payload under the same id is refused.
 *
 * @param subject who calls; request ids are the subject's own
 * @param method the call's full name
 * @param payload the canonical payload: field names as on the wire, values in canonical form
 * @param sender on whose behalf it is sent
 * @param backend the backend that acts for the subject, if one does; kept with the request, and no
 *     part of what makes two calls the same
 */
public record Call(
        UUID subject,
        UUID requestId,
        String method,
        SortedMap<String, String> payload,
        Sender sender,
        Optional<UUID> backend) {

    /** On whose behalf a call is sent. */
    public enum Sender {
        /** Somebody who writes what is their own. */
        USER,
        /** An administrator or an operator: what they do is kept for ever, with what it changed. */
        STAFF,
        /** A job, which has time: people come first. */
        JOB
    }

    public static Call of(
            UUID subject, UUID requestId, String method, Map<String, String> payload) {
        return new Call(
                subject, requestId, method, new TreeMap<>(payload), Sender.USER, Optional.empty());
    }

    /** The same call, of an administrator or an operator. */
    public Call byStaff() {
        return new Call(subject, requestId, method, payload, Sender.STAFF, backend);
    }

    /** The same call, sent by a backend for its subject. */
    public Call through(UUID actor) {
        return new Call(subject, requestId, method, payload, sender, Optional.of(actor));
    }

    /** What was asked for under a name that every such call has. */
    public String field(String name) {
        return Objects.requireNonNull(payload.get(name), () -> method + " without " + name);
    }

    /** The method without the name of its service, as {@code BlockUser}. */
    public String name() {
        return method.substring(method.indexOf('/') + 1);
    }

    public boolean isByStaff() {
        return sender == Sender.STAFF;
    }

    public boolean isByJob() {
        return sender == Sender.JOB;
    }

    /**
     * A job's call. Its request id follows from what is done to what, so that whoever runs the job
     * again, on whatever node, does it once.
     *
     * @param job the job's name; its subject is an id of its own that no user has
     * @param payload names what is worked on, as the reference of its transfers does
     */
    public static Call ofJob(String job, String method, Map<String, String> payload) {
        SortedMap<String, String> named = new TreeMap<>(payload);
        return new Call(
                named("job " + job),
                named(method + " " + named),
                method,
                named,
                Sender.JOB,
                Optional.empty());
    }

    /** An id that follows from a name (RFC 9562, version 3). */
    public static UUID named(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }
}
