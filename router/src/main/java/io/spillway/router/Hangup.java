package io.spillway.router;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears SIGHUP, by {@code sun.misc.Signal} of the module {@code jdk.unsupported}: Java has nothing
 * else for a signal that does not end the process. By reflection, because the compiler warns of
 * that class in a way that no annotation silences, and here a warning is an error.
 */
final class Hangup {

  private static final Logger LOG = LoggerFactory.getLogger(Hangup.class);

  private static final String NOT_HERE = "SIGHUP does not reload here, POST /reload does";

  private Hangup() {}

  /** Has something done at every SIGHUP from now on, on a thread of its own. */
  static void handle(Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              Hangup.class.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) -> called(self, method, arguments, action));
      Object before =
          signal
              .getMethod("handle", signal, handler)
              .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), proxy);
      if (handler.getField("SIG_IGN").get(null).equals(before)) {
        LOG.info("{}: it is ignored by who started this process, as nohup does", NOT_HERE);
      }
    } catch (ReflectiveOperationException e) {
      // Not a POSIX system, or a JVM that keeps the signal for itself (-Xrs).
      LOG.info("{}: {}", NOT_HERE, e.toString());
    }
  }

  private static Object called(Object self, Method method, Object[] arguments, Runnable action) {
    return switch (method.getName()) {
      case "handle" -> {
        action.run();
        yield null;
      }
      case "equals" -> self == arguments[0];
      case "hashCode" -> System.identityHashCode(self);
      default -> "SIGHUP of a router";
    };
  }
}
