package io.megatron.core.ledger;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * Where the database is.
 *
 * @param applicationUrl JDBC URL of the role that runs and owns nothing
 */
public record DatabaseAddress(String applicationUrl) {

    /** Host, port and database, without role and password. */
    public String server() {
        return applicationUrl.replaceFirst("^jdbc:postgresql:/*", "").replaceFirst("\\?.*$", "");
    }

    /** Whether it has the processors that this process has; of several hosts any one counts. */
    public boolean isOnThisMachine() {
        @Nullable Properties properties = Driver.parseURL(applicationUrl, new Properties());
        @Nullable String hosts =
                properties == null ? null : PGProperty.PG_HOST.getOrDefault(properties);
        return hosts != null && Arrays.stream(hosts.split(",")).anyMatch(DatabaseAddress::isOurs);
    }

    private static boolean isOurs(String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            return address.isLoopbackAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (UnknownHostException | SocketException notToBeFound) {
            // Whoever connects to it says so.
            return false;
        }
    }

    /** URLs carry passwords, so none is ever printed. */
    @Override
    public String toString() {
        return "DatabaseAddress[" + server() + "]";
    }
}
