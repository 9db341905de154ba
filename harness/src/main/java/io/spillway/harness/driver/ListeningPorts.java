package io.spillway.harness.driver;

import io.spillway.harness.driver.SitePlan.HostPort;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Who listens in a place, asked without connecting where the system tells: a connection would be
 * one more client. As safe for use by several threads as what it is made of.
 */
public final class ListeningPorts {

  /** Those of this machine. Safe for use by several threads. */
  static final ListeningPorts HERE =
      new ListeningPorts(List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6")));

  private static final int CONNECT_LIMIT_MILLIS = 500;
  private static final Pattern COLUMNS = Pattern.compile(" +");
  private static final String LISTEN = "0A";
  private static final int LOCAL_ADDRESS = 1;
  private static final int STATE = 3;

  private final Tables tables;
  private final Predicate<HostPort> connects;

  /** The kernel's tables of the sockets of a place. */
  public interface Tables {

    /**
     * {@return the tables that can be read, as they are now, each with a line of heads; none if the
     * system does not tell}
     *
     * @throws IOException if one cannot be opened
     */
    List<BufferedReader> open() throws IOException;
  }

  /**
   * Asks in a place.
   *
   * @param tables the place's own
   * @param connects where there are none: whether a connection to a port is accepted, by {@link
   *     #problem}
   */
  public ListeningPorts(Tables tables, Predicate<HostPort> connects) {
    this.tables = tables;
    this.connects = connects;
  }

  ListeningPorts(List<Path> tables) {
    this(() -> readers(tables), ListeningPorts::accepts);
  }

  private static List<BufferedReader> readers(List<Path> tables) throws IOException {
    List<BufferedReader> readers = new ArrayList<>();
    for (Path table : tables) {
      if (Files.isReadable(table)) {
        readers.add(Files.newBufferedReader(table));
      }
    }
    return readers;
  }

  /**
   * {@return what is wrong with a port at which something should listen: nothing does, or at all
   * addresses; empty if all is well}
   */
  public Optional<String> problem(HostPort at) {
    return problem(at, connects);
  }

  /**
   * {@return the same of a port at which nobody may knock: where the system does not tell, all is
   * taken to be well}
   */
  public Optional<String> problemUnknocked(HostPort at) {
    return problem(at, unasked -> true);
  }

  private Optional<String> problem(HostPort at, Predicate<HostPort> knock) {
    Optional<List<InetAddress>> listening = listening(at.port());
    if (listening.isEmpty()) {
      return knock.test(at) ? Optional.empty() : Optional.of("nothing listens at " + at);
    }
    List<InetAddress> addresses = listening.get();
    if (addresses.stream().anyMatch(address -> address.getHostAddress().equals(at.host()))) {
      return Optional.empty();
    }
    if (addresses.stream().noneMatch(InetAddress::isAnyLocalAddress)) {
      // The same port at another address is another site's, or somebody else's.
      return Optional.of("nothing listens at " + at);
    }
    return at.host().equals(HostPort.EVERYWHERE)
        ? Optional.empty()
        : Optional.of("it listens at every address of this machine, and not only at " + at);
  }

  /** The addresses at which somebody listens on this port; empty if the system does not tell. */
  private Optional<List<InetAddress>> listening(int port) {
    List<BufferedReader> readers = new ArrayList<>();
    try {
      readers.addAll(tables.open());
      List<InetAddress> addresses = new ArrayList<>();
      for (BufferedReader lines : readers) {
        addresses.addAll(listening(lines, port));
      }
      return readers.isEmpty() ? Optional.empty() : Optional.of(addresses);
    } catch (IOException e) {
      throw new DriverException(
          "the kernel's table of sockets cannot be read: " + e.getMessage(), e);
    } finally {
      readers.forEach(ListeningPorts::close);
    }
  }

  private static void close(BufferedReader lines) {
    try {
      lines.close();
    } catch (IOException e) {
      // What was read of it counts.
    }
  }

  /**
   * Reads what listens and no further: the kernel lists that first, and after it all connections,
   * which may be tens of thousands (Documentation/networking/proc_net_tcp.rst).
   */
  private static List<InetAddress> listening(BufferedReader lines, int port) throws IOException {
    List<InetAddress> addresses = new ArrayList<>();
    lines.readLine(); // the heads of the columns
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] columns = COLUMNS.split(line.strip(), STATE + 2);
      if (columns.length <= STATE || !columns[STATE].equals(LISTEN)) {
        break;
      }
      String[] local = columns[LOCAL_ADDRESS].split(":", -1);
      if (Integer.parseInt(local[1], 16) == port) {
        addresses.add(address(local[0]));
      }
    }
    return addresses;
  }

  /** An address as the kernel prints it: in words of four bytes, each in this machine's order. */
  private static InetAddress address(String hex) throws IOException {
    byte[] bytes = new byte[hex.length() / 2];
    for (int i = 0; i < bytes.length; i++) {
      int at = (i / 4) * 4 + 3 - i % 4;
      bytes[at] = (byte) Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16);
    }
    return InetAddress.getByAddress(bytes);
  }

  private static boolean accepts(HostPort at) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(at.host(), at.port()), CONNECT_LIMIT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
