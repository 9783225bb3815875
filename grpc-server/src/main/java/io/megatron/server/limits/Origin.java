package io.megatron.server.limits;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * The network address that a call comes from. Of an IPv6 address it is the network: whoever has one
 * such address has 2⁶⁴ of them.
 *
 * @param prefix the address of IPv4, or the first half of one of IPv6
 */
record Origin(long prefix, boolean ofIpv4) {

    static Origin of(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return address instanceof Inet4Address
                ? new Origin(Integer.toUnsignedLong(bytes.getInt()), true)
                : new Origin(bytes.getLong(), false);
    }

    @Override
    public String toString() {
        return (ofIpv4 ? "4-" : "6-") + HexFormat.of().toHexDigits(prefix);
    }
}
