package io.spillway.router;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What the classes of a package log, from now until it is closed. */
public final class LogLines implements AutoCloseable {

  private final Logger logger;
  private final ListAppender<ILoggingEvent> events = new ListAppender<>();

  public LogLines(Class<?> oneOfThem) {
    logger = (Logger) LoggerFactory.getLogger(oneOfThem.getPackageName());
    events.start();
    logger.addAppender(events);
  }

  /** {@return the warnings, in order} */
  public List<String> warnings() {
    return List.copyOf(events.list).stream()
        .filter(event -> event.getLevel().equals(Level.WARN))
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  @Override
  public void close() {
    logger.detachAppender(events);
  }
}
