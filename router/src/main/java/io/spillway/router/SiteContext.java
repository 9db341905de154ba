package io.spillway.router;

import org.slf4j.MDC;

/**
 * Threads that are not the router's, and do something for it: what they log meanwhile carries the
 * site's name too.
 */
final class SiteContext {

  private SiteContext() {}

  /** What a thread does. */
  @FunctionalInterface
  interface Work<T, E extends Exception> {
    T run() throws E;
  }

  /** Has the calling thread do something for a site. */
  static void run(String site, Runnable work) {
    in(
        site,
        () -> {
          work.run();
          return site;
        });
  }

  /** Has the calling thread do something for a site, and returns what comes of it. */
  static <T, E extends Exception> T in(String site, Work<T, E> work) throws E {
    String before = MDC.get(Router.MDC_SITE);
    MDC.put(Router.MDC_SITE, site);
    try {
      return work.run();
    } finally {
      if (before == null) {
        MDC.remove(Router.MDC_SITE);
      } else {
        MDC.put(Router.MDC_SITE, before);
      }
    }
  }
}
