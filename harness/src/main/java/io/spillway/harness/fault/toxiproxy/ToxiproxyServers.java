package io.spillway.harness.fault.toxiproxy;

import io.spillway.harness.fault.FaultException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which Toxiproxy server injects the faults of runtimes on this machine. It is the embedded one
 * unless the system property {@value #PROPERTY} asks for a program; a program that merely happens
 * to be installed changes nothing, so that a run does not depend on the machine that it runs on.
 */
public final class ToxiproxyServers {

  /**
   * The system property that chooses: {@code embedded}, the path of a {@code toxiproxy-server}
   * program, or the bare name of one that is on the {@code PATH}.
   */
  public static final String PROPERTY = "spillway.toxiproxy";

  private static final String EMBEDDED = "embedded";

  private ToxiproxyServers() {}

  /**
   * Starts the server that is asked for; a bare name is looked for in the folders of {@code PATH}.
   *
   * @param asked what {@value #PROPERTY} says, if anything
   * @return the server, answering; its description says why it is this one
   * @throws FaultException if the program that is asked for is not there or does not start
   */
  public static ToxiproxyServer find(Optional<String> asked) {
    return find(asked, Optional.ofNullable(System.getenv("PATH")).orElse(""));
  }

  /**
   * Starts the server that is asked for.
   *
   * @param asked what {@value #PROPERTY} says, if anything
   * @param searchPath folders in which a bare name is looked for, separated as in {@code PATH}
   * @return the server, answering; its description says why it is this one
   * @throws FaultException if the program that is asked for is not there or does not start
   */
  public static ToxiproxyServer find(Optional<String> asked, String searchPath) {
    if (asked.isEmpty()) {
      return new Chosen(
          EmbeddedToxiproxyServer.start(),
          "the default; -D" + PROPERTY + "=<path> takes a " + BinaryToxiproxyServer.PROGRAM);
    }
    String reason = "asked for by -D" + PROPERTY + "=" + asked.get();
    if (asked.get().equals(EMBEDDED)) {
      return new Chosen(EmbeddedToxiproxyServer.start(), reason);
    }
    return new Chosen(BinaryToxiproxyServer.start(program(asked.get(), searchPath)), reason);
  }

  private static Path program(String asked, String searchPath) {
    Path path = Path.of(asked);
    if (path.getNameCount() != 1 || path.isAbsolute()) {
      return path;
    }
    return BinaryToxiproxyServer.onPath(asked, searchPath)
        .orElseThrow(
            () ->
                new FaultException(
                    "-D"
                        + PROPERTY
                        + "="
                        + asked
                        + ": no such program on the PATH "
                        + searchPath
                        + "; give its path, or '"
                        + EMBEDDED
                        + "' for the embedded server"));
  }

  /** A server and why it was chosen. */
  private record Chosen(ToxiproxyServer server, String reason) implements ToxiproxyServer {

    @Override
    public String description() {
      return server.description() + " (" + reason + ")";
    }

    @Override
    public InetSocketAddress api() {
      return server.api();
    }

    @Override
    public void close() {
      server.close();
    }
  }
}
