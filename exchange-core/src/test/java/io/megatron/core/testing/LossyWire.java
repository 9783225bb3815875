package io.megatron.core.testing;

import io.megatron.core.ledger.DatabaseAddress;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A wire to Postgres that can be cut, that loses the book's commits on request: before they reach
 * the server, after the server has answered, or for as long as it is frozen, and that lets one of
 * the book's connections overtake another on the way to the book. It reads just enough of the
 * protocol to know a commit of a connection that has locked the book, and counts what the book
 * sends from its lock to its commit.
 */
public final class LossyWire implements AutoCloseable {
    /** What becomes of the next commits of the book. */
    private enum Fate {
        DELIVERED,
        LOST_BEFORE_THE_SERVER,
        LOST_AFTER_THE_SERVER,
        LOST_WHILE_THE_SERVER_WORKS,
        FROZEN
    }

    private final ServerSocket entrance;
    private final int serverPort;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Fate> fate = new AtomicReference<>(Fate.DELIVERED);
    private final AtomicInteger commitsToLose = new AtomicInteger();
    private final AtomicInteger messagesToHalve = new AtomicInteger();
    private final AtomicReference<CountDownLatch> frozen =
            new AtomicReference<>(new CountDownLatch(0));
    private final AtomicLong onTheWayToTheBook = new AtomicLong();
    private volatile Duration everyOtherTakes = Duration.ZERO;
    private final AtomicLong bookStatements = new AtomicLong();
    private final AtomicLong bookRoundTrips = new AtomicLong();
    private volatile boolean cut;

    private LossyWire(int serverPort) throws IOException {
        this.serverPort = serverPort;
        this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("wire").start(this::accept);
    }

    public static LossyWire to(TestDatabase database) {
        try {
            return new LossyWire(uri(database.address().applicationUrl()).getPort());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The same database, reached over this wire. */
    public TestDatabase over(TestDatabase database) {
        URI uri = uri(database.address().applicationUrl());
        String url =
                "jdbc:postgresql://127.0.0.1:%d%s?%s&sslmode=disable&gssEncMode=disable"
                        .formatted(entrance.getLocalPort(), uri.getPath(), uri.getQuery());
        return new TestDatabase(
                new DatabaseAddress(url), database.ownerUrl(), database.superuserUrl());
    }

    private static URI uri(String jdbcUrl) {
        return URI.create(jdbcUrl.substring("jdbc:".length()));
    }

    /** The next commits do not reach the server: they are void, and the client cannot know. */
    public void loseCommitsBeforeTheServer(int commits) {
        lose(Fate.LOST_BEFORE_THE_SERVER, commits);
    }

    /** The next commits are done, but the answer is lost: durable, and the client cannot know. */
    public void loseCommitsAfterTheServer(int commits) {
        lose(Fate.LOST_AFTER_THE_SERVER, commits);
    }

    /** The next commits reach the server, and the connection is gone before it has done them. */
    public void loseCommitsWhileTheServerWorks(int commits) {
        lose(Fate.LOST_WHILE_THE_SERVER_WORKS, commits);
    }

    /** The next commit stays on the wire until {@link #thaw}. */
    public void freezeNextCommit() {
        frozen.set(new CountDownLatch(1));
        lose(Fate.FROZEN, 1);
    }

    /** The next message of whoever holds the book gets halfway, until {@link #thaw}. */
    public void freezeInsideNextMessage() {
        frozen.set(new CountDownLatch(1));
        messagesToHalve.set(1);
    }

    /** From now on every other message that takes the book is on its way for so long. */
    public void everyOtherTakes(Duration onItsWay) {
        everyOtherTakes = onItsWay;
    }

    /** How many messages are still to be halved. */
    public int messagesToHalve() {
        return messagesToHalve.get();
    }

    /** Statements that whoever held the book has had executed, its lock and its commit included. */
    public long bookStatements() {
        return bookStatements.get();
    }

    /** How often whoever held the book has waited for an answer. */
    public long bookRoundTrips() {
        return bookRoundTrips.get();
    }

    public void thaw() {
        frozen.get().countDown();
    }

    private void lose(Fate wanted, int commits) {
        fate.set(wanted);
        commitsToLose.set(commits);
    }

    /** How many commits are still to be lost. */
    public int commitsToLose() {
        return commitsToLose.get();
    }

    /** Ends all connections, and all that are opened before {@link #mend}. */
    public void cut() {
        cut = true;
        links.forEach(Link::close);
    }

    public void mend() {
        cut = false;
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket client = entrance.accept();
                if (cut) {
                    client.close();
                } else {
                    connect(client);
                }
            } catch (IOException e) {
                // The wire is closed, or Postgres is not there: the client finds out by itself.
            }
        }
    }

    private void connect(Socket client) throws IOException {
        try {
            Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
            server.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            Link link = new Link(client, server);
            links.add(link);
            Thread.ofVirtual().start(link::carryRequests);
            Thread.ofVirtual().start(link::carryAnswers);
        } catch (IOException e) {
            client.close();
            throw e;
        }
    }

    /** One connection: what goes there is read message by message, what comes back is not. */
    private final class Link {
        private final Socket client;
        private final Socket server;
        private final Map<String, String> statements = new HashMap<>();
        private boolean holdsBook;
        private int bindsSinceBook;
        private boolean insideBook;
        private boolean endsWithItsSync;
        private volatile boolean answersAreLost;

        Link(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void carryRequests() {
            try (this.client;
                    this.server) {
                DataInputStream in = new DataInputStream(client.getInputStream());
                OutputStream out = server.getOutputStream();
                carry(out, new byte[0], in);
                byte[] type = {0};
                while (!endsWithItsSync || type[0] != 'S') {
                    type[0] = in.readByte();
                    carry(out, type, in);
                }
            } catch (IOException e) {
                // One of the ends is gone; so is the other.
            } finally {
                close();
            }
        }

        private void carry(OutputStream out, byte[] type, DataInputStream in) throws IOException {
            int length = in.readInt();
            byte[] body = in.readNBytes(length - Integer.BYTES);
            // Behind what takes the book and what asks where it stands, which are sent in one
            // piece.
            boolean insideBatch = holdsBook && bindsSinceBook >= 2;
            if (type.length == 1) {
                follow((char) type[0], body);
                count((char) type[0]);
            }
            byte[] message =
                    ByteBuffer.allocate(type.length + length)
                            .put(type)
                            .putInt(length)
                            .put(body)
                            .array();
            int firstPart =
                    insideBatch && messagesToHalve.getAndUpdate(left -> Math.max(0, left - 1)) > 0
                            ? message.length / 2
                            : 0;
            if (firstPart > 0) {
                out.write(message, 0, firstPart);
                awaitThaw();
            }
            out.write(message, firstPart, message.length - firstPart);
        }

        /** Parse ('P') gives a statement a name, Bind ('B') uses it. */
        private void follow(char type, byte[] body) throws IOException {
            if (type == 'P') {
                String[] texts = texts(body);
                statements.put(texts[0], texts[1].strip());
            } else if (type == 'B') {
                bindsSinceBook++;
                use(statements.getOrDefault(texts(body)[1], ""));
            }
        }

        private static String[] texts(byte[] body) {
            return new String(body, StandardCharsets.UTF_8).split("\0", 3);
        }

        private void use(String statement) throws IOException {
            if (statement.startsWith("lock table book")) {
                holdsBook = true;
                bindsSinceBook = 0;
                goToTheBook();
            } else if (statement.equals("COMMIT") || statement.equals("ROLLBACK")) {
                boolean commits = holdsBook && statement.equals("COMMIT");
                holdsBook = false;
                if (commits) {
                    meetItsFate();
                }
            }
        }

        private void goToTheBook() throws IOException {
            try {
                Thread.sleep(
                        onTheWayToTheBook.incrementAndGet() % 2 == 0
                                ? everyOtherTakes
                                : Duration.ZERO);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        /** Execute ('E') runs a statement, and after Sync ('S') all answers are waited for. */
        private void count(char type) {
            insideBook |= holdsBook;
            if (!insideBook) {
                return;
            }
            if (type == 'E') {
                bookStatements.incrementAndGet();
            } else if (type == 'S') {
                bookRoundTrips.incrementAndGet();
                insideBook = holdsBook;
            }
        }

        private void meetItsFate() throws IOException {
            if (commitsToLose.getAndUpdate(left -> Math.max(0, left - 1)) == 0) {
                return;
            }
            switch (fate.get()) {
                case DELIVERED -> {}
                case LOST_BEFORE_THE_SERVER -> throw new IOException("lost on purpose");
                case LOST_AFTER_THE_SERVER -> answersAreLost = true;
                case LOST_WHILE_THE_SERVER_WORKS -> endsWithItsSync = true;
                case FROZEN -> awaitThaw();
            }
        }

        private void awaitThaw() throws IOException {
            try {
                frozen.get().await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        void carryAnswers() {
            try (this.client;
                    this.server) {
                InputStream in = server.getInputStream();
                OutputStream out = client.getOutputStream();
                byte[] buffer = new byte[8192];
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    if (answersAreLost) {
                        return;
                    }
                    out.write(buffer, 0, read);
                }
            } catch (IOException e) {
                // One of the ends is gone; so is the other.
            } finally {
                close();
            }
        }

        void close() {
            links.remove(this);
            try (client;
                    server) {
                // Closing both is all there is to do.
            } catch (IOException e) {
                // It was closed already.
            }
        }
    }

    @Override
    public void close() {
        thaw();
        try {
            entrance.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        links.forEach(Link::close);
    }
}
