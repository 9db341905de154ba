package io.spillway.harness.probe;

import java.net.InetSocketAddress;
import java.util.function.Supplier;

/**
 * What a prober connects to.
 *
 * @param site the ingress site
 * @param listener the listener's name at that site
 * @param address where it is reached now; asked anew for every attempt, on the prober's thread, so
 *     it must answer at once and must not block
 */
public record Target(String site, String listener, Supplier<InetSocketAddress> address) {

  /** {@return a target whose address stays} */
  public static Target at(String site, String listener, InetSocketAddress address) {
    return new Target(site, listener, () -> address);
  }
}
