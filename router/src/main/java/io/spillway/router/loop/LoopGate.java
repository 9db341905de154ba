package io.spillway.router.loop;

/**
 * Lets an embedding program hold all loops of a router still, as {@code SIGSTOP} does with a
 * process: while the gate is closed nothing is read, written, accepted or answered, and every
 * socket stays open.
 *
 * <p>Each loop asks at the start of every turn, and once more when its selector has returned,
 * before it handles what is ready. A loop that finds the gate closed waits in small steps, and goes
 * on by itself when it is open again. A turn that has begun is finished. Asked by every loop's
 * thread, hence often and by several threads at once: an implementation only reads a flag.
 */
@FunctionalInterface
public interface LoopGate {

  /** A gate that never closes. */
  LoopGate ALWAYS_OPEN = () -> true;

  /** {@return whether loops may run} */
  boolean isOpen();
}
