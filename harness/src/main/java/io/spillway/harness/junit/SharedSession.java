package io.spillway.harness.junit;

import io.spillway.harness.report.ConformanceReport;
import io.spillway.harness.run.RunOptions;
import io.spillway.harness.run.ScenarioSource;
import io.spillway.harness.run.Session;
import io.spillway.harness.run.Sessions;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * The session of a test run: opened by the first rule, closed by JUnit's engine after the last
 * test, or by the JVM when it is interrupted. A session in which nothing was checked fails the run,
 * for an empty green run is the most common lie of test gates.
 */
final class SharedSession implements AutoCloseable {

  private static final Namespace NAMESPACE = Namespace.create(SharedSession.class);

  private final Session session;
  private final Thread onInterrupt;

  private SharedSession(Session session) {
    this.session = session;
    this.onInterrupt =
        new Thread(() -> session.close("interrupted"), "spillway-close-on-interrupt");
    Runtime.getRuntime().addShutdownHook(onInterrupt);
  }

  /**
   * {@return the session of this test run}
   *
   * @throws ExtensionConfigurationException if it cannot be opened, with the reason; asked again,
   *     it says the same without trying again
   */
  static SharedSession of(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(Opened.class, type -> Opened.open(context), Opened.class)
        .session();
  }

  Session session() {
    return session;
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(onInterrupt);
    } catch (IllegalStateException e) {
      return; // the JVM is ending, and the hook closes the session
    }
    session.close();
    ConformanceReport report = session.report("");
    if (report.checked() == 0) {
      throw new IllegalStateException(
          "nothing was checked: no rule that was selected applies to router " + report.router());
    }
  }

  /** A session, or why there is none. Opened once, whatever comes of it. */
  private record Opened(SharedSession opened, String trouble) implements AutoCloseable {

    static Opened open(ExtensionContext context) {
      try {
        RunOptions options = RunOptions.from(System.getProperties());
        return new Opened(
            new SharedSession(
                context
                    .getConfigurationParameter(RuleTest.SCENARIOS, Opened::source)
                    .map(source -> Sessions.open(options, source))
                    .orElseGet(() -> Sessions.open(options))),
            "");
      } catch (RuntimeException e) {
        return new Opened(null, e.getMessage());
      }
    }

    private static ScenarioSource source(String className) {
      try {
        return Class.forName(className)
            .asSubclass(ScenarioSource.class)
            .getConstructor()
            .newInstance();
      } catch (ReflectiveOperationException | ClassCastException e) {
        throw new IllegalArgumentException(
            RuleTest.SCENARIOS
                + " must name a public ScenarioSource that is made without parameters, is "
                + className,
            e);
      }
    }

    SharedSession session() {
      if (opened == null) {
        throw new ExtensionConfigurationException(trouble);
      }
      return opened;
    }

    @Override
    public void close() {
      if (opened != null) {
        opened.close();
      }
    }
  }
}
