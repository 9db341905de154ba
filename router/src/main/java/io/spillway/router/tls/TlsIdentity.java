package io.spillway.router.tls;

import java.security.cert.X509Certificate;
import java.util.Set;

/**
 * What stays the same when credentials are renewed, which only brings another certificate, and
 * perhaps another key, for the same holder.
 *
 * @param authorities those who may sign the peer's certificate
 * @param subject whose certificate it is (RFC 2253)
 */
public record TlsIdentity(Set<X509Certificate> authorities, String subject) {

  /** Copies the set. */
  public TlsIdentity {
    authorities = Set.copyOf(authorities);
  }
}
