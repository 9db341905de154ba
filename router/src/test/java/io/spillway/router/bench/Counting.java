package io.spillway.router.bench;

/** Load that counts what it has done. */
interface Counting extends AutoCloseable {

  /**
   * {@return what was done since the beginning}
   *
   * @throws BenchException if the load failed
   */
  long count();

  @Override
  void close();
}
