package io.spillway.router.link;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What came from other hosts, by where it came from, in the order in which it came. The addresses
 * of one IPv6 network of 64 bits are one source: whoever has one of them may use them all.
 *
 * @param <T> what came
 */
final class BySource<T> {

  private static final int IPV6_NETWORK_BYTES = 8;

  private final Map<InetAddress, Set<T>> sources = new LinkedHashMap<>();
  private int size;

  /** Adds what was not there. */
  void add(InetAddress from, T came) {
    sources.computeIfAbsent(source(from), source -> new LinkedHashSet<>()).add(came);
    size++;
  }

  /** Removes what is there. */
  void remove(InetAddress from, T came) {
    InetAddress source = source(from);
    Set<T> all = sources.get(source);
    all.remove(came);
    size--;
    if (all.isEmpty()) {
      sources.remove(source);
    }
  }

  /** {@return how much is there, from all sources} */
  int size() {
    return size;
  }

  /** {@return how much is there from the source of an address} */
  int of(InetAddress from) {
    return sources.getOrDefault(source(from), Set.of()).size();
  }

  /** {@return all that is there} */
  List<T> all() {
    return sources.values().stream().flatMap(Collection::stream).toList();
  }

  /**
   * {@return the oldest of the source from which most came; of several such sources, of that which
   * has been here for the longest time; there has to be one}
   */
  T oldestOfMost() {
    Set<T> most = Set.of();
    for (Set<T> all : sources.values()) {
      if (all.size() > most.size()) {
        most = all;
      }
    }
    return most.iterator().next();
  }

  private static InetAddress source(InetAddress from) {
    if (!(from instanceof Inet6Address)) {
      return from;
    }
    byte[] network = from.getAddress();
    Arrays.fill(network, IPV6_NETWORK_BYTES, network.length, (byte) 0);
    try {
      return InetAddress.getByAddress(network);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e); // 16 bytes are an address
    }
  }
}
