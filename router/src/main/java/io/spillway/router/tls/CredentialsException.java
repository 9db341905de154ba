package io.spillway.router.tls;

/** Credentials that cannot be used. The message names them, says why, and what to do. */
public final class CredentialsException extends RuntimeException {

  CredentialsException(String name, String problem, String remedy, Exception cause) {
    super("credentials '" + name + "': " + problem + ". " + remedy + ".", cause);
  }
}
