package io.spillway.harness.runtime.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.SplittableRandom;

/**
 * Gives each site a loopback address of its own where the system has more than one (Linux has all
 * of 127.0.0.0/8; macOS has one). Safe for use by several threads.
 */
public final class LoopbackAddresses {

  /** The second octet of our addresses, away from 127.0.0.0/16, where other programs listen. */
  private static final int SECOND_OCTET = 83;

  private static final int LAST = 250;

  private final boolean many;
  private final int thirdOctet;
  private int next;

  /** Looks whether this system has more than one loopback address. */
  public LoopbackAddresses() {
    // Which third octet does not matter to any verdict, so it is not drawn from the run's seed:
    // two runs at once on one machine must not meet.
    thirdOctet = new SplittableRandom().nextInt(1, LAST);
    many = canBind(address(thirdOctet, 1));
  }

  /**
   * {@return an address that no other site of this runtime has, or 127.0.0.1 where there is one}
   */
  synchronized InetAddress next() {
    if (!many) {
      return address127(0, 0, 1);
    }
    int index = next++;
    return address((thirdOctet + index / LAST) % 256, 1 + index % LAST);
  }

  private static boolean canBind(InetAddress address) {
    try (ServerSocket socket = new ServerSocket(0, 1, address)) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  private static InetAddress address(int third, int fourth) {
    return address127(SECOND_OCTET, third, fourth);
  }

  private static InetAddress address127(int second, int third, int fourth) {
    try {
      return InetAddress.getByAddress(new byte[] {127, (byte) second, (byte) third, (byte) fourth});
    } catch (java.net.UnknownHostException e) {
      throw new IllegalStateException("four bytes are always an address", e);
    }
  }
}
