package io.megatron.devservices;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The few words of the Redis protocol that it takes to ask a server who it is; no client library is
 * worth that.
 */
final class RedisConversation implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 2_000;

    private final Socket socket = new Socket();
    private final InputStream in;
    private final OutputStream out;

    RedisConversation(int port) throws IOException {
        try {
            socket.connect(
                    new InetSocketAddress(InetAddress.ofLiteral(Ports.LOOPBACK), port),
                    TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            in = new BufferedInputStream(socket.getInputStream());
            out = socket.getOutputStream();
        } catch (IOException failure) {
            socket.close();
            throw failure;
        }
    }

    /** Returns the strings of the reply in their order, whatever its nesting. */
    List<String> ask(String... words) throws IOException {
        StringBuilder request = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            int bytes = word.getBytes(StandardCharsets.UTF_8).length;
            request.append('$').append(bytes).append("\r\n").append(word).append("\r\n");
        }
        out.write(request.toString().getBytes(StandardCharsets.UTF_8));
        out.flush();
        List<String> reply = new ArrayList<>();
        read(reply);
        return reply;
    }

    private void read(List<String> reply) throws IOException {
        String line = line();
        String rest = line.substring(1);
        switch (line.charAt(0)) {
            case '+', ':' -> reply.add(rest);
            case '$' -> readBulk(number(rest), reply);
            case '*' -> {
                for (int remaining = number(rest); remaining > 0; remaining--) {
                    read(reply);
                }
            }
            case '-' -> throw new IOException("Redis refused: " + rest);
            default -> throw new IOException("This is not Redis: " + line);
        }
    }

    private void readBulk(int length, List<String> reply) throws IOException {
        if (length >= 0) {
            byte[] bytes = in.readNBytes(length + 2);
            if (bytes.length < length + 2) {
                throw new EOFException();
            }
            reply.add(new String(bytes, 0, length, StandardCharsets.UTF_8));
        }
    }

    private static int number(String text) throws IOException {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException notRedis) {
            throw new IOException("This is not Redis: " + text, notRedis);
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\r'; next = in.read()) {
            if (next < 0 || line.length() > 512) {
                throw new EOFException("No line of the Redis protocol");
            }
            line.append((char) next);
        }
        if (in.read() != '\n' || line.isEmpty()) {
            throw new IOException("No line of the Redis protocol");
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
