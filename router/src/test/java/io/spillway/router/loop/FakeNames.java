package io.spillway.router.loop;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CountDownLatch;

/** Name services in place of the system's. */
public final class FakeNames {

  private FakeNames() {}

  /** {@return a resolver that gives every name these addresses, which are written as numbers} */
  public static Resolver meaning(String... addresses) {
    return new Resolver("fake-names", host -> all(addresses));
  }

  /** {@return a resolver that says nothing until it is closed} */
  public static Resolver hanging() {
    return new Resolver("hanging-names", FakeNames::never);
  }

  private static InetAddress[] never(String host) throws UnknownHostException {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new UnknownHostException(host);
  }

  private static InetAddress[] all(String... addresses) throws UnknownHostException {
    InetAddress[] all = new InetAddress[addresses.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = InetAddress.getByName(addresses[i]);
    }
    return all;
  }
}
