package io.megatron.server.identity;

import io.megatron.core.identity.EmailAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The mail server that takes letters.
 *
 * @param host nothing: letters are not sent by mail
 * @param user nothing: the server takes letters from whoever reaches it
 * @param from the address that letters come from
 * @param timeout how long connecting, and each answer, may take
 */
@ConfigurationProperties("megatron.mail")
record MailSettings(
        @Nullable String host,
        int port,
        @Nullable String user,
        @Nullable String password,
        @Nullable String from,
        Encryption encryption,
        Duration timeout) {
    private static final int LAST_PORT = 65_535;

    /** How what goes to the server is kept from others. */
    enum Encryption {
        /**
         * Begins in the clear and goes on encrypted; a server that does not offer it gets nothing.
         */
        STARTTLS,
        /** Encrypted from the first byte on. */
        TLS,
        /** For a server on the same machine. */
        NONE
    }

    MailSettings {
        host = blankToNull(host);
        user = blankToNull(user);
        password = blankToNull(password);
        from = blankToNull(from);
        require(port >= 1 && port <= LAST_PORT, "MEGATRON_MAIL_PORT is no port");
        require(
                host == null || isAddress(from),
                "MEGATRON_MAIL_HOST is set, and MEGATRON_MAIL_FROM is no address such as"
                        + " name@example.com");
        require(
                (user == null) == (password == null),
                "MEGATRON_MAIL_USER and MEGATRON_MAIL_PASSWORD need each other");
        require(timeout.isPositive(), "MEGATRON_MAIL_TIMEOUT is not above zero");
    }

    /** Never the password. */
    @Override
    public String toString() {
        return "MailSettings[" + host + ":" + port + "]";
    }

    private static boolean isAddress(@Nullable String text) {
        try {
            EmailAddress.parse(text == null ? "" : text);
            return true;
        } catch (IllegalArgumentException none) {
            return false;
        }
    }

    private static @Nullable String blankToNull(@Nullable String value) {
        return value == null || value.isBlank() ? null : value;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
