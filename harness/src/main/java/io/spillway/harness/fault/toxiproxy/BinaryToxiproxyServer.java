package io.spillway.harness.fault.toxiproxy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.harness.fault.FaultException;
import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * A {@code toxiproxy-server} program that the harness found on this machine and runs, with its API
 * on a loopback port of its own. It ends with {@link #close}, and with the JVM at the latest unless
 * that is killed: the runtime puts it on record. Safe for use by several threads.
 */
public final class BinaryToxiproxyServer implements ToxiproxyServer {

  /** The program's usual name. */
  public static final String PROGRAM = "toxiproxy-server";

  private static final Duration START_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration END_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofMillis(20);
  private static final int HTTP_TIMEOUT_MILLIS = 2_000;

  private final AtomicBoolean closed = new AtomicBoolean();
  private final Path program;
  private final Process process;
  private final ProgramOutput output;
  private final Thread atExit;
  private final InetSocketAddress api;
  private final String version;

  private BinaryToxiproxyServer(Path program, int port, Duration startTimeout) {
    this.program = program;
    this.api = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    this.process = launch(program, api);
    this.output = ProgramOutput.of(process);
    this.atExit = new Thread(process::destroyForcibly, "toxiproxy-server-at-exit");
    Runtime.getRuntime().addShutdownHook(atExit);
    try {
      this.version = awaitVersion(startTimeout);
    } catch (FaultException e) {
      close();
      throw e;
    }
  }

  /**
   * Starts a program on any free loopback port and waits until its API answers.
   *
   * @param program where it is
   * @return the server, answering
   * @throws FaultException if it is not there, cannot be executed, ends, or does not answer within
   *     10 s; the message has the last lines that it printed
   */
  public static BinaryToxiproxyServer start(Path program) {
    return start(program, freePort(), START_TIMEOUT);
  }

  static BinaryToxiproxyServer start(Path program, int port, Duration startTimeout) {
    if (!Files.isRegularFile(program)) {
      throw new FaultException(
          "there is no program " + program + "; give the path of a " + PROGRAM);
    }
    if (!Files.isExecutable(program)) {
      throw new FaultException(program + " is not executable; chmod +x it");
    }
    // If someone else listened there, they would answer in the program's place.
    try {
      new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
    } catch (IOException e) {
      throw new FaultException(
          program + " cannot listen on 127.0.0.1:" + port + ", the port is taken", e);
    }
    return new BinaryToxiproxyServer(program, port, startTimeout);
  }

  /**
   * Looks for a program on a search path.
   *
   * @param name the program's name
   * @param searchPath folders, separated as in {@code PATH}
   * @return the first that is executable
   */
  public static Optional<Path> onPath(String name, String searchPath) {
    return Arrays.stream(searchPath.split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .flatMap(folder -> path(folder, name).stream())
        .filter(Files::isRegularFile)
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static Optional<Path> path(String folder, String name) {
    try {
      return Optional.of(Path.of(folder, name));
    } catch (InvalidPathException notAFolder) {
      return Optional.empty();
    }
  }

  static int freePort() {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    } catch (IOException e) {
      throw new FaultException("no loopback port is free for " + PROGRAM, e);
    }
  }

  private static Process launch(Path program, InetSocketAddress api) {
    ProcessBuilder builder =
        new ProcessBuilder(
                program.toString(),
                "-host",
                api.getAddress().getHostAddress(),
                "-port",
                Integer.toString(api.getPort()))
            .redirectErrorStream(true);
    // Unless told otherwise it prints a line for each connection.
    builder.environment().putIfAbsent("LOG_LEVEL", "error");
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      return process;
    } catch (IOException e) {
      throw new FaultException("cannot run " + program + ": " + e.getMessage(), e);
    }
  }

  private String awaitVersion(Duration timeout) {
    long startNanos = System.nanoTime();
    String last = "nothing yet";
    while (System.nanoTime() - startNanos < timeout.toNanos()) {
      if (!process.isAlive()) {
        output.awaitEnd();
        throw new FaultException(
            program + " ended with exit code " + process.exitValue() + "; " + output.lastLines());
      }
      // It goes on running without an API if it cannot listen (cmd/server/server.go:101-106), and
      // then whoever has the port may answer in its place.
      if (output.mentions("address already in use")) {
        throw new FaultException(
            program
                + " cannot listen on "
                + HostPort.format(api)
                + ", the port is taken; "
                + output.lastLines());
      }
      try {
        return version(api);
      } catch (IOException e) {
        last = e.toString();
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
    throw new FaultException(
        program
            + " does not answer on "
            + HostPort.format(api)
            + " within "
            + timeout.toMillis()
            + " ms (last: "
            + last
            + "); "
            + output.lastLines());
  }

  private static String version(InetSocketAddress api) throws IOException {
    URL url = URI.create("http://" + HostPort.format(api) + "/version").toURL();
    HttpURLConnection connection = (HttpURLConnection) url.openConnection();
    connection.setConnectTimeout(HTTP_TIMEOUT_MILLIS);
    connection.setReadTimeout(HTTP_TIMEOUT_MILLIS);
    try (var body = connection.getInputStream()) {
      String text = new String(body.readAllBytes(), StandardCharsets.UTF_8).strip();
      try {
        return new ObjectMapper().readTree(text).path("version").asText(text);
      } catch (JsonProcessingException plainTextAsBefore2_7) {
        return text;
      }
    } finally {
      connection.disconnect();
    }
  }

  @Override
  public String description() {
    return PROGRAM + " " + version + " at " + program;
  }

  @Override
  public InetSocketAddress api() {
    return api;
  }

  @Override
  public Optional<ProcessHandle> program() {
    return Optional.of(process.toHandle());
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    boolean exiting = Thread.currentThread() == atExit || !removeExitHook();
    process.destroy();
    try {
      if (!process.waitFor(END_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor(END_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    if (!exiting) {
      output.awaitEnd();
    }
  }

  private boolean removeExitHook() {
    try {
      return Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException alreadyExiting) {
      return false;
    }
  }
}
