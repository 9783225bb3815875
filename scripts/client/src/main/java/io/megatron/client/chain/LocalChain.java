package io.megatron.client.chain;

import io.megatron.client.ClientException;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The local chain of a development installation, as somebody who has USDC there sees it: the
 * account that owns the test token, for which the chain signs by itself.
 */
public final class LocalChain {
    private static final String OWNER = "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266";
    private static final String MINT = "0x40c10f19";
    private static final String BALANCE = "0x70a08231";
    private static final int HEX = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int WORD = 64;
    private static final Pattern RESULT = Pattern.compile("\"result\":\"(0x[0-9a-f]*)\"");
    private static final Pattern STATUS = Pattern.compile("\"status\":\"(0x[0-9a-f]*)\"");

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final URI address;

    private LocalChain(URI address) {
        this.address = address;
    }

    /** The chain under a data folder; empty where anvil is not installed. */
    public static Optional<LocalChain> of(Path dataFolder) {
        Path port = dataFolder.resolve("chain/chain.port");
        try {
            return Files.exists(port)
                    ? Optional.of(
                            new LocalChain(
                                    URI.create(
                                            "http://127.0.0.1:" + Files.readString(port).strip())))
                    : Optional.empty();
        } catch (IOException failure) {
            throw new ClientException("cannot read " + port, failure);
        }
    }

    /**
     * Has USDC paid to an address, out of nothing, since it is a test token.
     *
     * @return the transaction's hash, once it is in a block
     */
    public String pay(String token, String to, long micros) {
        String transaction = send(token, to, micros);
        awaitBlock(transaction);
        return transaction;
    }

    /** The same, without waiting for the block. */
    public String send(String token, String to, long micros) {
        String data = MINT + word(to.substring(2)) + word(Long.toHexString(micros));
        return result(
                ask(
                        "eth_sendTransaction",
                        "{\"from\":\"%s\",\"to\":\"%s\",\"data\":\"%s\"}"
                                .formatted(OWNER, token, data)));
    }

    private void awaitBlock(String transaction) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Matcher status =
                    STATUS.matcher(ask("eth_getTransactionReceipt", '"' + transaction + '"'));
            if (status.find()) {
                if (status.group(1).equals("0x1")) {
                    return;
                }
                throw new ClientException("the chain reverted " + transaction);
            }
            if (System.nanoTime() > end) {
                throw new ClientException(transaction + " does not get into a block");
            }
            pause();
        }
    }

    /** What an account holds of a token, in its smallest unit. */
    public BigInteger balance(String token, String holder) {
        String answer =
                result(
                        ask(
                                "eth_call",
                                "{\"to\":\"%s\",\"data\":\"%s\"}"
                                        .formatted(token, BALANCE + word(holder.substring(2)))));
        return new BigInteger(answer.substring(2), HEX);
    }

    /** Has blocks appear now. */
    public void mine(int blocks) {
        ask("anvil_mine", "\"0x%x\"".formatted(blocks));
    }

    private String ask(String method, String parameter) {
        String body =
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":[%s]}"
                        .formatted(method, parameter);
        HttpRequest request =
                HttpRequest.newBuilder(address)
                        .timeout(PATIENCE)
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        try {
            String answer = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
            if (answer.contains("\"error\"")) {
                throw new ClientException("the chain refused " + method + ": " + answer);
            }
            return answer;
        } catch (IOException failure) {
            throw new ClientException("the chain did not answer " + method, failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ClientException("interrupted during " + method, interrupted);
        }
    }

    private static String result(String answer) {
        Matcher result = RESULT.matcher(answer);
        if (!result.find()) {
            throw new ClientException("the chain answered " + answer);
        }
        return result.group(1);
    }

    private static String word(String digits) {
        return "0".repeat(WORD - digits.length()) + digits.toLowerCase(Locale.ROOT);
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ClientException("interrupted while a block was awaited", interrupted);
        }
    }
}
