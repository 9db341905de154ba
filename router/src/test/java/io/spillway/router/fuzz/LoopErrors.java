package io.spillway.router.fuzz;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import io.spillway.router.loop.EventLoop;
import org.slf4j.LoggerFactory;

/**
 * What event loops log as errors, which is what they do with exceptions that nobody expected, from
 * its making until it is closed. Meanwhile the router logs nothing else.
 */
public final class LoopErrors implements AutoCloseable {

  private static final Logger ROUTER = (Logger) LoggerFactory.getLogger("io.spillway.router");
  private static final Logger LOOP = (Logger) LoggerFactory.getLogger(EventLoop.class);

  private final ListAppender<ILoggingEvent> errors = new ListAppender<>();

  /** Begins to listen. */
  public LoopErrors() {
    ROUTER.setLevel(Level.OFF);
    LOOP.setLevel(Level.ERROR);
    LOOP.setAdditive(false);
    errors.start();
    LOOP.addAppender(errors);
  }

  /** Throws what was logged, if anything was. */
  public void check() {
    for (ILoggingEvent event : errors.list) {
      IThrowableProxy thrown = event.getThrowableProxy();
      throw new AssertionError(
          event.getFormattedMessage(),
          thrown instanceof ThrowableProxy proxy ? proxy.getThrowable() : null);
    }
  }

  @Override
  public void close() {
    LOOP.detachAppender(errors);
    LOOP.setAdditive(true);
    LOOP.setLevel(null);
    ROUTER.setLevel(null);
  }
}
