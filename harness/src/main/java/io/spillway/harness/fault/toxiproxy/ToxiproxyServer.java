package io.spillway.harness.fault.toxiproxy;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * A Toxiproxy server that runs and was started by the harness. Whoever has it closes it. Safe for
 * use by several threads.
 */
public interface ToxiproxyServer extends AutoCloseable {

  /** {@return what serves, with its version and place, for reports and error messages} */
  String description();

  /** {@return where its HTTP API listens} */
  InetSocketAddress api();

  /** {@return the program that serves, where that is one on this machine} */
  default Optional<ProcessHandle> program() {
    return Optional.empty();
  }

  /** Ends the server and with it every proxy it has. Does nothing the second time. */
  @Override
  void close();
}
