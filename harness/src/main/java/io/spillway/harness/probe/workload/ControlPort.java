package io.spillway.harness.probe.workload;

import io.spillway.harness.probe.WorkloadState;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Answers one line of ASCII and closes. The answer is lines too:
 *
 * <ul>
 *   <li>{@code report}, {@code change NAME STATE} and {@code hang-up NAME}: {@code
 *       spillway-workloads/2 SITE}, then {@code NAME STATE OPEN ACCEPTED} for each workload, then
 *       {@code end}, all as it is after the change, or when all connections of that workload are
 *       closed;
 *   <li>{@code receipts NAME FROM}: {@code CONNECTION BYTES MESSAGE} for each {@link
 *       io.spillway.harness.history.Receipt} of that workload after the first {@code FROM}, with a
 *       hyphen for what is no message, at most {@value #PAGE} of them, then {@code end};
 *   <li>{@code knock HOST PORT MILLIS WORDS}, the words in hexadecimal after an {@code x}: {@code
 *       knocked RECEPTION NANOS HEARD}, how a connection from here was received (see {@link
 *       Knock});
 *   <li>{@code troubles}: {@code KIND DESCRIPTION} for each trouble that was not told yet, then
 *       {@code end};
 *   <li>{@code error} and why, whatever was asked.
 * </ul>
 */
final class ControlPort implements AutoCloseable {

  static final String GREETING = "spillway-workloads/2 ";
  static final String REPORT = "report";
  static final String CHANGE = "change";
  static final String HANG_UP = "hang-up";
  static final String RECEIPTS = "receipts";
  static final String NO_MESSAGE = "-";
  static final String KNOCK = "knock";
  static final String KNOCKED = "knocked ";
  static final String WORDS = "x";
  static final String TROUBLES = "troubles";
  static final String ERROR = "error ";
  static final String END = "end";

  /** How many receipts are told at once. */
  static final int PAGE = 5_000;

  private static final int READ_LIMIT_MILLIS = 5_000;
  private static final int MAX_LINE_BYTES = 1_024;
  private static final int KNOCK_WORDS = 5;
  private static final int HANG_UP_WORDS = 2;
  private static final Pattern FROM = Pattern.compile("[0-9]{1,9}");

  private final ServerSocket socket;
  private final String site;
  private final List<Workload> workloads;
  private final TroubleList troubles;

  private ControlPort(
      ServerSocket socket, String site, List<Workload> workloads, TroubleList troubles) {
    this.socket = socket;
    this.site = site;
    this.workloads = List.copyOf(workloads);
    this.troubles = troubles;
  }

  /**
   * Listens; connections are answered once {@link #serve} runs.
   *
   * @param troubles what is told of the workloads' trouble
   * @throws UncheckedIOException if it cannot listen there
   */
  static ControlPort open(
      InetSocketAddress bind, String site, List<Workload> workloads, TroubleList troubles) {
    try {
      ServerSocket socket = new ServerSocket();
      try {
        socket.setReuseAddress(true);
        socket.bind(bind);
        return new ControlPort(socket, site, workloads, troubles);
      } catch (IOException e) {
        socket.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "control port cannot listen at " + bind + ": " + e.getMessage(), e);
    }
  }

  InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  /** Answers, one client after another, until it is closed. */
  void serve() {
    while (!socket.isClosed()) {
      answerOne();
    }
  }

  private void answerOne() {
    try (Socket client = socket.accept()) {
      client.setSoTimeout(READ_LIMIT_MILLIS);
      String answer = answer(line(client.getInputStream()));
      client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      // A client that said nothing or went away, or the close of this port, which serve() sees.
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      if (line.length() == MAX_LINE_BYTES) {
        break;
      }
      line.append((char) next);
    }
    return line.toString();
  }

  private String answer(String line) {
    if (line.equals(REPORT)) {
      return report();
    }
    if (line.equals(TROUBLES)) {
      return troubles.take() + END + "\n";
    }
    String[] words = line.split(" ", -1);
    if (words[0].equals(KNOCK) && words.length == KNOCK_WORDS) {
      return knock(words);
    }
    Optional<Workload> workload =
        workloads.stream()
            .filter(one -> words.length > 1 && one.name().equals(words[1]))
            .findFirst();
    if (workload.isPresent() && words[0].equals(HANG_UP) && words.length == HANG_UP_WORDS) {
      return done(() -> workload.get().hangUp());
    }
    if (workload.isPresent() && words.length == HANG_UP_WORDS + 1) {
      if (words[0].equals(RECEIPTS) && FROM.matcher(words[2]).matches()) {
        return receipts(workload.get(), Integer.parseInt(words[2]));
      }
      Optional<WorkloadState> state = WorkloadState.of(words[2]);
      if (words[0].equals(CHANGE) && state.isPresent()) {
        return done(() -> workload.get().change(state.get()));
      }
    }
    return ERROR
        + "\""
        + line
        + "\" is no question; ask report, change NAME STATE, hang-up NAME, receipts NAME FROM,"
        + " knock HOST PORT MILLIS WORDS or troubles\n";
  }

  private String done(Runnable wanted) {
    try {
      wanted.run();
      return report();
    } catch (UncheckedIOException | IllegalStateException e) {
      return ERROR + e.getMessage() + "\n";
    }
  }

  private static String receipts(Workload workload, int from) {
    StringBuilder told = new StringBuilder();
    workload.receipts().stream()
        .skip(from)
        .limit(PAGE)
        .forEach(
            receipt ->
                told.append(receipt.by().connection())
                    .append(' ')
                    .append(receipt.bytes())
                    .append(' ')
                    .append(
                        receipt.message().isPresent()
                            ? Integer.toString(receipt.message().getAsInt())
                            : NO_MESSAGE)
                    .append('\n'));
    return told.append(END).append('\n').toString();
  }

  private static String knock(String... words) {
    try {
      Knock knock =
          Knock.at(
              words[1],
              Integer.parseInt(words[2]),
              HexFormat.of().parseHex(words[4].substring(WORDS.length())),
              Duration.ofMillis(Long.parseLong(words[3])));
      return KNOCKED + knock.reception() + " " + knock.nanos() + " " + knock.heard() + "\n";
    } catch (UncheckedIOException | IllegalArgumentException e) {
      return ERROR + e.getMessage() + "\n";
    }
  }

  private String report() {
    StringBuilder report = new StringBuilder(GREETING).append(site).append('\n');
    for (Workload workload : workloads) {
      report
          .append(workload.name())
          .append(' ')
          .append(workload.state().word())
          .append(' ')
          .append(workload.open())
          .append(' ')
          .append(workload.accepted())
          .append('\n');
    }
    return report.append(END).append('\n').toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
