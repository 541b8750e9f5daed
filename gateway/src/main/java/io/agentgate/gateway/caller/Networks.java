package io.agentgate.gateway.caller;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/** Addresses of the Internet protocol, as a list of networks (RFC 4632, section 3.1). Immutable. */
public final class Networks {
    /** No address at all. */
    public static final Networks NONE = new Networks(List.of());

    /** What a text must be to name a network. */
    public static final String FORM =
            "an address or a network, as 10.1.2.3, 10.0.0.0/8 or fd00::/8";

    private final List<Network> listed;

    private Networks(List<Network> listed) {
        this.listed = List.copyOf(listed);
    }

    /**
     * Reads networks, an address being a network of one.
     *
     * @throws IllegalArgumentException if a text is none; the message names it
     */
    public static Networks of(List<String> texts) {
        return new Networks(texts.stream().map(Network::of).toList());
    }

    /** Whether a text names a network. */
    public static boolean isOne(String text) {
        try {
            return Network.of(text).bits() >= 0;
        } catch (IllegalArgumentException wrong) {
            return false;
        }
    }

    /** Whether an address belongs to one of them; what is no address belongs to none. */
    public boolean contain(String address) {
        if (listed.isEmpty()) {
            return false;
        }
        byte[] bits;
        try {
            bits = InetAddress.ofLiteral(address).getAddress();
        } catch (IllegalArgumentException none) {
            return false;
        }
        return listed.stream().anyMatch(network -> network.holds(bits));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Networks networks && listed.equals(networks.listed);
    }

    @Override
    public int hashCode() {
        return listed.hashCode();
    }

    @Override
    public String toString() {
        return listed.toString();
    }

    /** All addresses with the same first bits. */
    private record Network(InetAddress first, int bits) {
        static Network of(String text) {
            int slash = text.indexOf('/');
            InetAddress first;
            int bits;
            try {
                first = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
                int all = first.getAddress().length * Byte.SIZE;
                bits = slash < 0 ? all : Integer.parseInt(text.substring(slash + 1));
                if (bits < 0 || bits > all) {
                    throw new IllegalArgumentException("longer than an address");
                }
            } catch (IllegalArgumentException wrong) {
                throw new IllegalArgumentException("`" + text + "` is not " + FORM, wrong);
            }
            return new Network(first, bits);
        }

        boolean holds(byte[] address) {
            byte[] own = first.getAddress();
            int whole = bits / Byte.SIZE;
            if (own.length != address.length
                    || Arrays.mismatch(own, 0, whole, address, 0, whole) >= 0) {
                return false;
            }
            int rest = bits % Byte.SIZE;
            return rest == 0 || (own[whole] ^ address[whole]) >> (Byte.SIZE - rest) == 0;
        }
    }
}
