package io.spillway.harness.probe.workload;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.Receipt;
import io.spillway.harness.probe.WorkloadHandle;
import io.spillway.harness.probe.WorkloadState;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.OptionalInt;

/**
 * Asks a {@link WorkloadMain} elsewhere, past the router under test, for its counts and its
 * trouble, changes how its workloads are, and opens connections from where it is. Holds no
 * connection between questions, so a restart of the other side goes unnoticed. Safe for use by
 * several threads.
 */
public final class WorkloadClient {

  private static final int MAX_LINES = 10_000;

  private final InetSocketAddress control;
  private final int timeoutMillis;

  private WorkloadClient(InetSocketAddress control, int timeoutMillis) {
    this.control = control;
    this.timeoutMillis = timeoutMillis;
  }

  /**
   * {@return a client of the control port at this address; connects only when asked}
   *
   * @param timeout how long to wait for the connection, and then for each piece of the answer; at
   *     least 1 ms
   * @throws IllegalArgumentException if the timeout is shorter
   */
  public static WorkloadClient of(InetSocketAddress control, Duration timeout) {
    if (timeout.toMillis() < 1) {
      throw new IllegalArgumentException("timeout must be at least 1 ms, is " + timeout);
    }
    return new WorkloadClient(control, Math.toIntExact(timeout.toMillis()));
  }

  /**
   * {@return the workloads there, in the order in which they were given; each asks anew}
   *
   * @throws UncheckedIOException if there is no answer, or one that is not a workload's; handles
   *     throw the same
   */
  public List<WorkloadHandle> workloads() {
    Report report = ask(ControlPort.REPORT, WorkloadClient::report);
    return report.counts().keySet().stream()
        .<WorkloadHandle>map(name -> new Remote(this, report.site(), name))
        .toList();
  }

  /**
   * Has the other side do what {@link Knock#at} does.
   *
   * @param patience at least 1 ms, and much shorter than this client's timeout
   * @throws UncheckedIOException if there is no answer, or no connection could be opened there
   */
  public Knock knock(String host, int port, byte[] words, Duration patience) {
    String question =
        "%s %s %d %d %s%s"
            .formatted(
                ControlPort.KNOCK,
                host,
                port,
                patience.toMillis(),
                ControlPort.WORDS,
                HexFormat.of().formatHex(words));
    return ask(question, WorkloadClient::knocked);
  }

  /**
   * Tells of the trouble of the workloads there that nobody was told of yet.
   *
   * @throws UncheckedIOException if there is no answer
   */
  public void tellTroubles(TroubleListener listener) {
    List<String> lines = ask(ControlPort.TROUBLES, WorkloadClient::linesToTheEnd);
    for (String line : lines) {
      int space = line.indexOf(' ');
      listener.onTrouble(line.substring(0, space), line.substring(space + 1));
    }
  }

  /** Reads an answer. */
  private interface Reading<T> {
    T read(BufferedReader reader) throws IOException;
  }

  private <T> T ask(String question, Reading<T> answer) {
    try (Socket socket = new Socket()) {
      socket.connect(control, timeoutMillis);
      socket.setSoTimeout(timeoutMillis);
      socket.getOutputStream().write((question + "\n").getBytes(StandardCharsets.US_ASCII));
      return answer.read(
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII)));
    } catch (ProtocolException e) {
      throw new UncheckedIOException(
          "workloads' control port "
              + control
              + " did not do \""
              + question
              + "\": "
              + e.getMessage(),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "workloads' control port "
              + control
              + " gave no answer to \""
              + question
              + "\" within "
              + timeoutMillis
              + " ms: "
              + e.getMessage()
              + "; check that the workloads' process runs and that its port is mapped",
          e);
    }
  }

  private static Knock knocked(BufferedReader reader) throws IOException {
    String answer = firstLine(reader);
    String[] words = answer.split(" ", 4);
    try {
      return new Knock(Knock.Reception.valueOf(words[1]), Long.parseLong(words[2]), words[3]);
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new IOException("line is not knocked RECEPTION NANOS HEARD: \"" + answer + "\"", e);
    }
  }

  private static List<String> linesToTheEnd(BufferedReader reader) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line = firstLine(reader); !line.equals(ControlPort.END); line = line(reader)) {
      lines.add(line);
      if (line.indexOf(' ') < 0 || lines.size() > MAX_LINES) {
        throw new ProtocolException("line is not KIND DESCRIPTION: \"" + line + "\"");
      }
    }
    return lines;
  }

  private static Report report(BufferedReader reader) throws IOException {
    String greeting = firstLine(reader);
    if (!greeting.startsWith(ControlPort.GREETING)) {
      throw new ProtocolException("first line is no workloads' greeting: \"" + greeting + "\"");
    }
    Map<String, Counts> counts = new LinkedHashMap<>();
    for (int i = 0; i < MAX_LINES; i++) {
      String line = line(reader);
      if (line.equals(ControlPort.END)) {
        return new Report(greeting.substring(ControlPort.GREETING.length()), counts);
      }
      List<String> words = List.of(line.split(" ", -1));
      try {
        counts.put(
            words.get(0),
            new Counts(
                WorkloadState.of(words.get(1)).orElseThrow(),
                Long.parseLong(words.get(2)),
                Long.parseLong(words.get(3))));
      } catch (IndexOutOfBoundsException | NumberFormatException | NoSuchElementException e) {
        throw new IOException("line is not NAME STATE OPEN ACCEPTED: \"" + line + "\"", e);
      }
    }
    throw new ProtocolException("answer has more than " + MAX_LINES + " lines");
  }

  private static String firstLine(BufferedReader reader) throws IOException {
    String line = line(reader);
    if (line.startsWith(ControlPort.ERROR)) {
      throw new ProtocolException(line);
    }
    return line;
  }

  private static String line(BufferedReader reader) throws IOException {
    String line = reader.readLine();
    if (line == null) {
      throw new ProtocolException("answer ends before its last line, \"end\"");
    }
    return line;
  }

  private record Counts(WorkloadState state, long open, long accepted) {}

  private record Report(String site, Map<String, Counts> counts) {}

  private record Remote(WorkloadClient client, String site, String name) implements WorkloadHandle {

    @Override
    public long open() {
      return counts().open();
    }

    @Override
    public long accepted() {
      return counts().accepted();
    }

    @Override
    public List<Receipt> receipts() {
      List<Receipt> all = new ArrayList<>();
      int before;
      do {
        before = all.size();
        String question = ControlPort.RECEIPTS + " " + name + " " + before;
        for (String line : client.ask(question, WorkloadClient::linesToTheEnd)) {
          all.add(receipt(line));
        }
      } while (all.size() > before);
      return all;
    }

    private Receipt receipt(String line) {
      List<String> words = List.of(line.split(" ", -1));
      try {
        String message = words.get(2);
        return new Receipt(
            new Attempt.Served(site, name, Long.parseLong(words.get(0))),
            Long.parseLong(words.get(1)),
            message.equals(ControlPort.NO_MESSAGE)
                ? OptionalInt.empty()
                : OptionalInt.of(Integer.parseInt(message)));
      } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
        throw new UncheckedIOException(
            new IOException("line is not CONNECTION BYTES MESSAGE: \"" + line + "\"", e));
      }
    }

    @Override
    public WorkloadState state() {
      return counts().state();
    }

    @Override
    public void change(WorkloadState state) {
      var unused =
          client.ask(ControlPort.CHANGE + " " + name + " " + state.word(), WorkloadClient::report);
    }

    @Override
    public void hangUp() {
      var unused = client.ask(ControlPort.HANG_UP + " " + name, WorkloadClient::report);
    }

    private Counts counts() {
      Map<String, Counts> counts = client.ask(ControlPort.REPORT, WorkloadClient::report).counts();
      Counts mine = counts.get(name);
      if (mine == null) {
        throw new UncheckedIOException(
            new IOException(
                client.control
                    + " no longer has a workload "
                    + name
                    + ", only "
                    + new ArrayList<>(counts.keySet())));
      }
      return mine;
    }
  }
}
