package io.spillway.router.host;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a text means as a host. Nothing here asks a name service, as the JDK's own methods do with
 * an address that has a typing error: {@code 10.0.0.256} is a name to them.
 *
 * <p>An IPv4 address is four numbers from 0 to 255, without leading zeros, which some read as octal
 * (RFC 6943, 3.1.1); an IPv6 address is as in RFC 4291, 2.2, with a zone behind {@code %} where it
 * needs one, and may stand in brackets.
 */
public final class Host {

  /** Why a socket takes no IPv6 address, which the JDK says with an exception without words. */
  public static final String NO_IPV6 =
      "this JVM has no IPv6: the system has none, or java.net.preferIPv4Stack is true";

  private static final String BYTE = "(0|[1-9][0-9]?|1[0-9][0-9]|2[0-4][0-9]|25[0-5])";
  private static final Pattern IPV4 = Pattern.compile(String.join("\\.", BYTE, BYTE, BYTE, BYTE));
  private static final Pattern DIGITS_AND_DOTS = Pattern.compile("[0-9.]+");
  private static final Pattern IPV6 =
      Pattern.compile("\\[([0-9a-fA-F:.]+(?:%[^\\[\\]]+)?)\\]|([0-9a-fA-F:.]+(?:%[^\\[\\]]+)?)");
  // Underscores are no part of a host's name (RFC 1123, 2.1), but of many a container's.
  private static final String LABEL = "[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?";
  private static final Pattern NAME =
      Pattern.compile("(?=.{1,253}\\.?\\z)" + LABEL + "(?:\\." + LABEL + ")*\\.?");

  private Host() {}

  /**
   * {@return whether a text is meant as an address, right or wrong, and not as a name}
   *
   * @param host the text
   */
  public static boolean isMeantAsAddress(String host) {
    return host.indexOf(':') >= 0 || DIGITS_AND_DOTS.matcher(host).matches();
  }

  /**
   * Reads an address.
   *
   * @param host the text
   * @return the address; empty if the text is a name, or a wrong address, or the zone of an IPv6
   *     address is none of this machine
   */
  public static Optional<InetAddress> literal(String host) {
    try {
      Matcher four = IPV4.matcher(host);
      if (four.matches()) {
        byte[] bytes = new byte[four.groupCount()];
        for (int i = 0; i < bytes.length; i++) {
          bytes[i] = (byte) Integer.parseInt(four.group(i + 1));
        }
        return Optional.of(InetAddress.getByAddress(bytes));
      }
      Matcher six = IPV6.matcher(host);
      if (host.indexOf(':') >= 0 && six.matches()) {
        String bare = six.group(1) == null ? six.group(2) : six.group(1);
        // What stands in brackets and has a colon is an address to the JDK, or an error.
        return Optional.of(InetAddress.getByName("[" + bare + "]"));
      }
      return Optional.empty();
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /**
   * Says what is wrong with a text as a host.
   *
   * @param host the text
   * @return what it is not, to follow "which is"; empty if it may be an address, or a name that
   *     there may be
   */
  public static Optional<String> problem(String host) {
    if (!isMeantAsAddress(host)) {
      return NAME.matcher(host).matches()
          ? Optional.empty()
          : Optional.of("neither an address nor a host's name");
    }
    if (literal(host.replaceFirst("%[^\\]]+", "")).isPresent()) {
      return Optional.empty(); // the zone may be one of another machine, where the router runs
    }
    return Optional.of(
        host.indexOf(':') >= 0
            ? "no IPv6 address"
            : "no IPv4 address: that is four numbers from 0 to 255");
  }
}
