package io.spillway.harness.probe;

import io.spillway.harness.history.Outcome;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.util.Optional;

/**
 * What an exception on a client's socket means. Told from its type and the step that failed, never
 * from its words, which the operating system may translate.
 *
 * @param outcome how the attempt ended
 * @param trouble the kind of the harness's own trouble, if that is what it is
 * @param remedy what to do about such trouble; empty if there is none
 */
record Failure(Outcome outcome, Optional<String> trouble, String remedy) {

  /** The step that failed. */
  enum Step {
    /** Asking where the listener is. */
    RESOLVE,
    /** Making a socket; no other machine is involved yet. */
    SOCKET,
    /** The call that starts the connection. */
    CONNECT,
    /** The wait for the other side's word on the connection. */
    FINISH_CONNECT,
    /** Reading, on an open connection. */
    READ
  }

  static Failure of(Step step, Exception e) {
    if (e instanceof BindException) {
      return own("ports", "widen net.ipv4.ip_local_port_range or lower the load");
    }
    return switch (step) {
      case RESOLVE -> own("address", "check that the site runs and that its host name resolves");
      case SOCKET -> own("descriptors", "raise ulimit -n");
      case CONNECT ->
          e instanceof RuntimeException ? of(Step.RESOLVE, e) : routers(Outcome.REFUSED);
      case FINISH_CONNECT ->
          e instanceof ConnectException || e instanceof NoRouteToHostException
              ? routers(Outcome.REFUSED)
              // Accepted and reset before this side looked.
              : routers(Outcome.RESET);
      case READ -> routers(Outcome.RESET);
    };
  }

  private static Failure routers(Outcome outcome) {
    return new Failure(outcome, Optional.empty(), "");
  }

  private static Failure own(String trouble, String remedy) {
    return new Failure(Outcome.INDETERMINATE, Optional.of(trouble), remedy);
  }
}
