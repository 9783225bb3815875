package io.megatron.server.runtime;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;

/** Vouches for servers and clients, in files of one folder. */
final class Authority {
    private final Path folder;
    private final String name;
    private final X509Bundle self;

    Authority(Path folder, String name) throws Exception {
        this.folder = folder;
        this.name = name;
        self =
                new CertificateBuilder()
                        .ecp256()
                        .subject("CN=" + name)
                        .setIsCertificateAuthority(true)
                        .buildSelfSigned();
        write(certificate(), self.getCertificatePEM());
    }

    Path certificate() {
        return folder.resolve(name + "-ca.pem");
    }

    /** A certificate of its own, and the key to it, under a name; replaces what is there. */
    Issued issue(String subject) throws Exception {
        return issue(subject, Duration.ofDays(1));
    }

    Issued issue(String subject, Duration good) throws Exception {
        X509Bundle made =
                new CertificateBuilder()
                        .ecp256()
                        .subject("CN=" + subject)
                        .notBefore(Instant.now().minus(Duration.ofDays(2)))
                        .notAfter(Instant.now().plus(good))
                        .addSanIpAddress("127.0.0.1")
                        .buildIssuedBy(self);
        Issued issued =
                new Issued(folder.resolve(subject + ".pem"), folder.resolve(subject + "-key.pem"));
        write(issued.key(), made.getPrivateKeyPEM());
        write(issued.certificate(), made.getCertificatePathPEM());
        return issued;
    }

    record Issued(Path certificate, Path key) {
        String[] asServer() {
            return new String[] {
                "MEGATRON_TLS_CERTIFICATE=" + certificate,
                "MEGATRON_TLS_PRIVATE_KEY=" + key,
                "MEGATRON_TLS_QUIET_PERIOD=100ms"
            };
        }
    }

    /** As whoever renews certificates does it: the whole file at once. */
    private void write(Path file, String content) throws Exception {
        Path draft = Files.writeString(folder.resolve("draft"), content);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
