package io.spillway.harness.runtime;

import java.util.Map;

/**
 * A runtime, or something in it, did not start. The harness's trouble, unless a {@link
 * io.spillway.harness.driver.DriverException} is behind it; never a rule's failure.
 */
public final class RuntimeStartException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Map<String, SiteFiles> left;

  /**
   * Creates one.
   *
   * @param message what did not start, what was seen last, and what to do about it
   */
  public RuntimeStartException(String message) {
    this(message, null);
  }

  /**
   * Creates one.
   *
   * @param message what did not start, what was seen last, and what to do about it
   * @param cause why
   */
  public RuntimeStartException(String message, Throwable cause) {
    this(message, cause, Map.of());
  }

  /**
   * Creates one for a network that is gone again.
   *
   * @param message what did not start, what was seen last, and what to do about it
   * @param cause why
   * @param left what its sites left, by the site's name
   */
  public RuntimeStartException(String message, Throwable cause, Map<String, SiteFiles> left) {
    super(message, cause);
    this.left = Map.copyOf(left);
  }

  /** {@return what the sites left of a network that did not start, by the site's name} */
  public Map<String, SiteFiles> left() {
    return left;
  }
}
