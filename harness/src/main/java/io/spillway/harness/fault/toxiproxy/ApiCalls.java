package io.spillway.harness.fault.toxiproxy;

import io.netty.util.concurrent.DefaultThreadFactory;
import io.spillway.harness.fault.FaultException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls to a server's API, each bounded in time: toxiproxy-java waits for an answer for ever and
 * offers no setting for that, so each call runs on a daemon thread and is given up when it is late.
 * Safe for use by several threads.
 */
final class ApiCalls implements AutoCloseable {

  private final ExecutorService threads =
      Executors.newCachedThreadPool(new DefaultThreadFactory("toxiproxy-client", true));
  private final String server;
  private final Duration timeout;

  /**
   * Creates one.
   *
   * @param server what is called, for error messages
   * @param timeout how long a call may take
   */
  ApiCalls(String server, Duration timeout) {
    this.server = server;
    this.timeout = timeout;
  }

  /** The server says that what the call names is not there. */
  static final class NotThere extends Exception {

    private static final long serialVersionUID = 1L;

    NotThere(Throwable cause) {
      super(cause);
    }
  }

  /**
   * Calls the server.
   *
   * @param what what the call does, for error messages
   * @param call the call
   * @return its answer
   * @throws FaultException if the server refuses, is not there, or does not answer in time
   */
  <T> T call(String what, Callable<T> call) {
    try {
      return callForExisting(what, call);
    } catch (NotThere e) {
      throw failed(what, e.getCause());
    }
  }

  /**
   * Calls the server about something that may be gone.
   *
   * @throws NotThere if it is
   * @throws FaultException if the server refuses, is not there, or does not answer in time
   */
  <T> T callForExisting(String what, Callable<T> call) throws NotThere {
    Future<T> answer = threads.submit(call);
    try {
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof FileNotFoundException) { // HttpURLConnection's word for a 404
        throw new NotThere(e.getCause());
      }
      throw failed(what, e.getCause());
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new FaultException(
          "cannot "
              + what
              + ": "
              + server
              + " did not answer within "
              + timeout.toMillis()
              + " ms; a real Toxiproxy waits like this while a connection with a toxic is not read"
              + " by its peer, and while it deletes a proxy that dials a host that is away",
          e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new FaultException("interrupted while trying to " + what, e);
    }
  }

  private FaultException failed(String what, Throwable cause) {
    String remedy =
        cause instanceof IOException ? "" : " (toxiproxy-java could not read its answer)";
    return new FaultException(
        "cannot " + what + ": " + server + " says: " + cause.getMessage() + remedy, cause);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
