package io.spillway.router.loop;

/** A monotonic clock, from which every deadline is computed. Safe for use by several threads. */
@FunctionalInterface
public interface NanoClock {

  /** The clock of the machine. */
  NanoClock SYSTEM = System::nanoTime;

  /** {@return nanoseconds since an arbitrary moment; only differences mean something} */
  long nanoTime();
}
