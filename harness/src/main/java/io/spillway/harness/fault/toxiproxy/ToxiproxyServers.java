package io.spillway.harness.fault.toxiproxy;

import io.spillway.harness.fault.FaultException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which Toxiproxy server injects the faults of runtimes on this machine: what the system property
 * {@value #PROPERTY} asks for, else what suits the runtime.
 *
 * <p>The embedded runtime, which needs a JDK and nothing else, does not depend on the machine that
 * it runs on: a program that merely happens to be installed changes nothing. The process runtime
 * depends on it anyway, and takes the original server where there is one.
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
   * Starts the server for sites in this JVM: the embedded one, unless a program is asked for. A
   * bare name is looked for in the folders of {@code PATH}.
   *
   * @param asked what {@value #PROPERTY} says, if anything
   * @return the server, answering; its description says why it is this one
   * @throws FaultException if the program that is asked for is not there or does not start
   */
  public static ToxiproxyServer embeddedUnlessAsked(Optional<String> asked) {
    return embeddedUnlessAsked(asked, searchPath());
  }

  static ToxiproxyServer embeddedUnlessAsked(Optional<String> asked, String searchPath) {
    return asked
        .map(word -> asked(word, searchPath))
        .orElseGet(
            () ->
                embedded(
                    "the default; -D"
                        + PROPERTY
                        + "=<path> takes a "
                        + BinaryToxiproxyServer.PROGRAM));
  }

  /**
   * Starts the server for sites that are processes: the original one if it is on the {@code PATH},
   * else the embedded one, unless one of them is asked for.
   *
   * @param asked what {@value #PROPERTY} says, if anything
   * @return the server, answering; its description says why it is this one
   * @throws FaultException if the program that is asked for, or found, is not there or does not
   *     start
   */
  public static ToxiproxyServer originalIfInstalled(Optional<String> asked) {
    return originalIfInstalled(asked, searchPath());
  }

  static ToxiproxyServer originalIfInstalled(Optional<String> asked, String searchPath) {
    if (asked.isPresent()) {
      return asked(asked.get(), searchPath);
    }
    return BinaryToxiproxyServer.onPath(BinaryToxiproxyServer.PROGRAM, searchPath)
        .map(
            program ->
                binary(
                    program, "it is on the PATH; -D" + PROPERTY + "=embedded takes the other one"))
        .orElseGet(() -> embedded("there is no " + BinaryToxiproxyServer.PROGRAM + " on the PATH"));
  }

  private static String searchPath() {
    return Optional.ofNullable(System.getenv("PATH")).orElse("");
  }

  private static ToxiproxyServer asked(String word, String searchPath) {
    String reason = "asked for by -D" + PROPERTY + "=" + word;
    return word.equals(EMBEDDED) ? embedded(reason) : binary(program(word, searchPath), reason);
  }

  private static ToxiproxyServer embedded(String reason) {
    return new Chosen(EmbeddedToxiproxyServer.start(), reason);
  }

  private static ToxiproxyServer binary(Path program, String reason) {
    return new Chosen(BinaryToxiproxyServer.start(program), reason);
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
    public Optional<ProcessHandle> program() {
      return server.program();
    }

    @Override
    public void close() {
      server.close();
    }
  }
}
