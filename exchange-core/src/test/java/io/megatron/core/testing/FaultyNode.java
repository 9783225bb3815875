package io.megatron.core.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.web3j.crypto.TransactionDecoder;
import org.web3j.crypto.transaction.type.Transaction1559;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Stands before a real node of the chain and does to its answers what providers do: caps ranges,
 * lags behind, answers late, with nothing, with 429 or not at all, and passes on to another node.
 */
public final class FaultyNode implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int OK = 200;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int REVERTED = 3;
    private static final int LIMIT_EXCEEDED = -32_005;
    private static final int INVALID_PARAMETERS = -32_602;
    private static final int HISTORY_PRUNED = 4_444;
    private static final int SERVER_ERROR = -32_000;
    private static final int WORD_DIGITS = 64;
    private static final int HEXADECIMAL = 16;

    /** authorizationState(address,bytes32) of EIP-3009. */
    private static final String AUTHORIZATION_STATE = "0xe94a0102";

    private static final BigInteger ASK = BigInteger.ONE.negate();
    private static final long NO_CAP = Long.MAX_VALUE;
    private static final Set<String> HEADS = Set.of("latest", "finalized", "safe", "pending");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger dropped = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger late = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();
    private volatile URI node;
    private volatile long rangeCap = NO_CAP;
    private volatile long lag;
    private volatile boolean stale;
    private volatile boolean refusing;
    private volatile boolean reordering;
    private volatile boolean reverting;
    private volatile boolean lying;
    private volatile long pruned;
    private volatile long gas;
    private volatile long chainId;
    private final List<String> estimated = new CopyOnWriteArrayList<>();
    private final Map<String, Refusal> failing = new ConcurrentHashMap<>();
    private volatile UnaryOperator<String> events = UnaryOperator.identity();
    private volatile String contract = "";
    private volatile BigInteger tip = ASK;
    private volatile BigInteger leastTip = BigInteger.ZERO;
    private volatile Duration delay = Duration.ZERO;
    private volatile Duration lateness = Duration.ZERO;

    private record Refusal(int code, String words) {}

    /** Passes everything on to the node, for now. */
    public FaultyNode(String node) {
        this.node = URI.create(node);
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new IllegalStateException("no port for a faulty node", failure);
        }
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** How many requests came, whatever was done to them. */
    public int requests() {
        return requests.get();
    }

    /** Refuses logs of more blocks than this at once. */
    public void capRanges(long blocks) {
        rangeCap = blocks;
    }

    /** Knows nothing of the newest blocks, and answers for them with no logs. */
    public void lagBehind(long blocks) {
        lag = blocks;
    }

    /** Says of logs that it does not know yet that it refuses them, as geth does. */
    public void refuseBeyondHead(boolean refuse) {
        refusing = refuse;
    }

    /** Answers what was asked together from the last to the first. */
    public void reorder(boolean reorder) {
        reordering = reorder;
    }

    /** Answers that there are no logs, wherever there are. */
    public void forgetLogs(boolean forget) {
        stale = forget;
    }

    /** Answers for blocks before this one that it has no logs any more. */
    public void pruneLogsBefore(long block) {
        pruned = block;
    }

    /** Says of every authorization that it was never used. */
    public void denyUses(boolean deny) {
        lying = deny;
    }

    /** Says that every transaction needs so much gas; 0 for what it does need. */
    public void underestimate(long units) {
        gas = units;
    }

    /** Says that it is a node of this chain; 0 for the one it is of. */
    public void claimChain(long id) {
        chainId = id;
    }

    /** Says of every transaction that it would be reverted. */
    public void revertEstimates(boolean revert) {
        reverting = revert;
    }

    /** The calls of contracts that it was asked what gas they need for. */
    public List<String> estimated() {
        return List.copyOf(estimated);
    }

    /** Passes the next so many requests on, and never answers them. */
    public void dropAfterForwarding(int many) {
        dropped.set(many);
    }

    /** Answers a method with an error of this code and words, and passes nothing of it on. */
    public void fail(String method, int code, String words) {
        failing.put(method, new Refusal(code, words));
    }

    /** Passes a method on again that it had failed at. */
    public void succeed(String method) {
        failing.remove(method);
    }

    /** Says of each log that it is of what this makes of its event, the first topic. */
    public void rewriteEvents(UnaryOperator<String> rewriting) {
        events = rewriting;
    }

    /** Says of each log that this contract wrote it; nothing for the one that did. */
    public void ascribeLogsTo(String address) {
        contract = address;
    }

    /** Says that transactions pay a tip of so many wei. */
    public void tellTips(long wei) {
        tip = BigInteger.valueOf(wei);
    }

    /** Takes no transaction that pays a lower tip. */
    public void refuseTipsBelow(long wei) {
        leastTip = BigInteger.valueOf(wei);
    }

    /** Takes so long for each answer. */
    public void delay(Duration each) {
        delay = each;
    }

    /** Takes so long for the next so many answers. */
    public void answerLate(int many, Duration each) {
        lateness = each;
        late.set(many);
    }

    /** Answers the next so many requests with 429. */
    public void refuse(int many) {
        refused.set(many);
    }

    /** Passes on to another node from now on. */
    public void flipTo(String other) {
        node = URI.create(other);
    }

    private void handle(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        try (exchange) {
            JsonNode request = JSON.readTree(exchange.getRequestBody());
            if (takeOne(refused)) {
                exchange.sendResponseHeaders(TOO_MANY_REQUESTS, -1);
                return;
            }
            byte[] answer =
                    JSON.writeValueAsString(answer(request)).getBytes(StandardCharsets.UTF_8);
            if (takeOne(dropped)) {
                return;
            }
            pause();
            exchange.getResponseHeaders().set("content-type", "application/json");
            exchange.sendResponseHeaders(OK, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private void pause() throws IOException {
        try {
            Thread.sleep(takeOne(late) ? lateness : delay);
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
            throw new IOException(closed);
        }
    }

    private static boolean takeOne(AtomicInteger left) {
        return left.getAndUpdate(count -> Math.max(0, count - 1)) > 0;
    }

    private JsonNode answer(JsonNode request) throws IOException {
        if (!request.isArray()) {
            return one((ObjectNode) request);
        }
        ArrayNode answers = JSON.createArrayNode();
        for (JsonNode each : request) {
            JsonNode answer = one((ObjectNode) each);
            if (reordering) {
                answers.insert(0, answer);
            } else {
                answers.add(answer);
            }
        }
        return answers;
    }

    private JsonNode one(ObjectNode request) throws IOException {
        String method = request.get("method").asString();
        Refusal refusal = failing.get(method);
        if (refusal != null) {
            return refusal(request, refusal.code(), refusal.words());
        }
        return switch (method) {
            case "eth_getLogs" -> rewritten(logs(request));
            case "eth_getBlockByNumber" -> block(request);
            case "eth_estimateGas" -> estimate(request);
            case "eth_call" -> call(request);
            case "eth_chainId" -> chainId(request);
            case "eth_maxPriorityFeePerGas" -> tip(request);
            case "eth_sendRawTransaction" -> transaction(request);
            default -> forward(request);
        };
    }

    private JsonNode estimate(ObjectNode request) throws IOException {
        JsonNode call = request.get("params").get(0);
        JsonNode data = call.has("data") ? call.get("data") : call.get("input");
        estimated.add(data.asString());
        if (reverting) {
            return refusal(request, REVERTED, "execution reverted");
        }
        JsonNode answer = forward(request);
        return gas > 0 && answer.has("result")
                ? empty(request).put("result", "0x" + Long.toHexString(gas))
                : answer;
    }

    private JsonNode call(ObjectNode request) throws IOException {
        JsonNode call = request.get("params").get(0);
        String data = (call.has("data") ? call.get("data") : call.get("input")).asString();
        return lying && data.startsWith(AUTHORIZATION_STATE)
                ? empty(request).put("result", "0x" + "0".repeat(WORD_DIGITS))
                : forward(request);
    }

    private JsonNode chainId(ObjectNode request) throws IOException {
        return chainId == 0
                ? forward(request)
                : empty(request).put("result", "0x" + Long.toHexString(chainId));
    }

    private JsonNode logs(ObjectNode request) throws IOException {
        JsonNode filter = request.get("params").get(0);
        long from = Long.decode(filter.get("fromBlock").asString());
        long to = Long.decode(filter.get("toBlock").asString());
        if (to - from + 1 > rangeCap) {
            return refusal(
                    request,
                    LIMIT_EXCEEDED,
                    "eth_getLogs is limited to a " + rangeCap + " block range");
        }
        if (from < pruned) {
            return refusal(request, HISTORY_PRUNED, "pruned history unavailable");
        }
        if (refusing && to > head() - lag) {
            return refusal(
                    request, INVALID_PARAMETERS, "block range extends beyond current head block");
        }
        if (stale || lag > 0 && to > head() - lag) {
            ObjectNode nothing = empty(request);
            nothing.putArray("result");
            return nothing;
        }
        return forward(request);
    }

    private JsonNode rewritten(JsonNode answer) {
        for (JsonNode log : answer.path("result")) {
            ArrayNode topics = (ArrayNode) log.get("topics");
            topics.set(0, events.apply(topics.get(0).asString()));
            if (!contract.isEmpty()) {
                ((ObjectNode) log).put("address", contract);
            }
        }
        return answer;
    }

    private JsonNode tip(ObjectNode request) throws IOException {
        return tip.equals(ASK)
                ? forward(request)
                : empty(request).put("result", "0x" + tip.toString(HEXADECIMAL));
    }

    private JsonNode transaction(ObjectNode request) throws IOException {
        Transaction1559 sent =
                (Transaction1559)
                        TransactionDecoder.decode(request.get("params").get(0).asString())
                                .getTransaction();
        return sent.getMaxPriorityFeePerGas().compareTo(leastTip) < 0
                ? refusal(request, SERVER_ERROR, "transaction underpriced")
                : forward(request);
    }

    private JsonNode block(ObjectNode request) throws IOException {
        if (lag == 0) {
            return forward(request);
        }
        String wanted = request.get("params").get(0).asString();
        if (!HEADS.contains(wanted) && Long.decode(wanted) > head() - lag) {
            ObjectNode unknown = empty(request);
            unknown.putNull("result");
            return unknown;
        }
        if (wanted.equals("latest")) {
            ObjectNode earlier = request.deepCopy();
            ((ArrayNode) earlier.get("params")).set(0, "0x" + Long.toHexString(head() - lag));
            return forward(earlier);
        }
        return forward(request);
    }

    private long head() throws IOException {
        ObjectNode question = JSON.createObjectNode();
        question.put("jsonrpc", "2.0").put("id", 0).put("method", "eth_blockNumber");
        question.putArray("params");
        return Long.decode(forward(question).get("result").asString());
    }

    private static ObjectNode empty(ObjectNode request) {
        ObjectNode answer = JSON.createObjectNode();
        answer.put("jsonrpc", "2.0");
        answer.set("id", request.get("id"));
        return answer;
    }

    private static ObjectNode refusal(ObjectNode request, int code, String words) {
        ObjectNode answer = empty(request);
        answer.putObject("error").put("code", code).put("message", words);
        return answer;
    }

    /** By the plainest of clients: tests ask thousands of times, and each of them waits. */
    private JsonNode forward(ObjectNode request) throws IOException {
        byte[] body = JSON.writeValueAsBytes(request);
        HttpURLConnection forwarded = (HttpURLConnection) node.toURL().openConnection();
        forwarded.setDoOutput(true);
        forwarded.setFixedLengthStreamingMode(body.length);
        forwarded.setRequestProperty("content-type", "application/json");
        try (OutputStream out = forwarded.getOutputStream()) {
            out.write(body);
        }
        try (InputStream answer = forwarded.getInputStream()) {
            return JSON.readTree(answer.readAllBytes());
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
