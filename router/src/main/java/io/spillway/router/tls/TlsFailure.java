package io.spillway.router.tls;

import java.io.IOException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;

/** TLS with one peer failed. The message says why, names the credentials, and what to do. */
public final class TlsFailure extends IOException {

  private final String remedy;

  private TlsFailure(TlsContext context, String why, String remedy, Throwable cause) {
    super("TLS, with credentials '" + context.name() + "': " + why + ". " + remedy, cause);
    this.remedy = remedy;
  }

  /** {@return what to do about it: the same for all failures of a kind, whatever the peer says} */
  public String remedy() {
    return remedy;
  }

  /** The other side closed the connection before the end of the handshake. */
  static TlsFailure ended(TlsContext context, IOException cause) {
    return new TlsFailure(
        context,
        "the other side closed the connection during the handshake",
        "Its log may say why; if it has no tlsCredentials, give it some",
        cause);
  }

  /** Explains what the TLS engine says. */
  static TlsFailure of(TlsContext context, IOException cause) {
    String said = String.valueOf(cause.getMessage());
    if (find(cause, CertificateExpiredException.class).isPresent()) {
      return new TlsFailure(
          context, "the other side's certificate has expired", "Issue a new one there", cause);
    }
    if (find(cause, CertificateNotYetValidException.class).isPresent()) {
      return new TlsFailure(
          context, "the other side's certificate is not valid yet", "Compare the clocks", cause);
    }
    if (said.contains("unable to find valid certification path") || said.contains("PKIX path")) {
      return new TlsFailure(
          context,
          "no authority in ca.crt has signed the other side's certificate",
          "Put the authority that did into ca.crt, or have the certificate signed by one there",
          cause);
    }
    if (said.contains("No subject alternative") || said.contains("No name matching")) {
      return new TlsFailure(
          context,
          "the other side's certificate is for other hosts (" + said + ")",
          "Dial a host that it names, or issue one that names this host",
          cause);
    }
    if (said.contains("Empty") && said.contains("certificate chain")) {
      return new TlsFailure(
          context, "the other side showed no certificate", "Give its Link tlsCredentials", cause);
    }
    if (said.contains("not an SSL/TLS record") || said.contains("SSL message")) {
      return new TlsFailure(
          context,
          "the other side does not speak TLS",
          "Give it tlsCredentials, or take them away on this side",
          cause);
    }
    if (said.contains("Received fatal alert")) {
      return new TlsFailure(
          context,
          "the other side refused (" + said + ")",
          "Its log says why; its ca.crt has to hold who signed tls.crt here",
          cause);
    }
    return new TlsFailure(context, said, "The log of the other side may say more", cause);
  }

  private static <T> Optional<T> find(Throwable cause, Class<T> kind) {
    for (Throwable next = cause; next != null; next = next.getCause()) {
      if (kind.isInstance(next)) {
        return Optional.of(kind.cast(next));
      }
    }
    return Optional.empty();
  }
}
