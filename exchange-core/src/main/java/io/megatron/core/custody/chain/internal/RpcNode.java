package io.megatron.core.custody.chain.internal;

import io.megatron.core.custody.chain.ChainUnavailableException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import okhttp3.OkHttpClient;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.BatchRequest;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.core.Response;
import org.web3j.protocol.exceptions.ClientConnectionException;
import org.web3j.protocol.http.HttpService;
import tools.jackson.core.JacksonException;

/**
 * One node, asked over HTTP. Its address may carry a key, so it goes by its host's name, and port
 * where there is one, in every message.
 */
final class RpcNode {
    private final String name;
    private final Web3j calls;

    RpcNode(URI address, Duration timeout) {
        name =
                address.getPort() < 0
                        ? address.getHost()
                        : address.getHost() + ":" + address.getPort();
        OkHttpClient http =
                new OkHttpClient.Builder()
                        .connectTimeout(timeout)
                        .readTimeout(timeout)
                        .writeTimeout(timeout)
                        .callTimeout(timeout)
                        // What may have been sent is not sent again behind our back.
                        .retryOnConnectionFailure(false)
                        .build();
        calls = Web3j.build(new HttpService(address.toString(), http));
    }

    /** Host and port. */
    String name() {
        return name;
    }

    /** Makes requests for {@link #ask}. */
    Web3j calls() {
        return calls;
    }

    /**
     * The answer, which may be an error of the node's.
     *
     * @throws ChainUnavailableException if there is none
     */
    <R extends Response<?>> R ask(Request<?, R> request) {
        try {
            return answered(request.getMethod(), request.send());
        } catch (IOException | ClientConnectionException | JacksonException failure) {
            throw unanswered(request.getMethod(), failure);
        }
    }

    /**
     * The answers to several requests that the node is sent as one, in their order.
     *
     * @throws ChainUnavailableException if there is none, or not one for each
     */
    List<? extends Response<?>> askTogether(
            List<? extends Request<?, ? extends Response<?>>> requests) {
        BatchRequest batch = calls.newBatch();
        requests.forEach(batch::add);
        String methods = requests.getFirst().getMethod() + " and others";
        List<? extends Response<?>> answers;
        try {
            answers = batch.send().getResponses();
        } catch (IOException
                | ClientConnectionException
                | JacksonException
                | IllegalStateException failure) {
            throw unanswered(methods, failure);
        }
        if (answers.size() != requests.size()) {
            throw new ChainUnavailableException(
                    "%s answered %d of %d requests"
                            .formatted(name, answers.size(), requests.size()));
        }
        for (int i = 0; i < answers.size(); i++) {
            if (answered(methods, answers.get(i)).getId() != requests.get(i).getId()) {
                throw new ChainUnavailableException(
                        "%s answered %s in another order".formatted(name, methods));
            }
        }
        return answers;
    }

    @SuppressWarnings("ConstantValue") // a node may answer the word null
    private <R> R answered(String method, R answer) {
        if (answer == null) {
            throw new ChainUnavailableException(
                    "%s answered nothing to %s".formatted(name, method));
        }
        return answer;
    }

    /**
     * Says what kind of failure it was and nothing else: the text of any exception on the way may
     * repeat the address, as may what a proxy answered, so that none is kept as a cause.
     */
    private ChainUnavailableException unanswered(String method, Exception failure) {
        return new ChainUnavailableException(
                "%s did not answer %s: %s".formatted(name, method, kind(failure)));
    }

    private static String kind(Exception failure) {
        return failure instanceof ClientConnectionException connection
                        && connection.getCode() != null
                ? "HTTP " + connection.getCode()
                : failure.getClass().getSimpleName();
    }

    /** An error that says nothing about what was asked for. */
    ChainUnavailableException refused(String method, Response.Error error) {
        return new ChainUnavailableException(
                "%s refused %s: %s (%d)"
                        .formatted(name, method, error.getMessage(), error.getCode()));
    }

    /** Only names host and port. */
    @Override
    public String toString() {
        return name;
    }
}
