package io.spillway.router.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Makes TLS contexts, and finds out beforehand what is wrong with credentials. */
public final class TlsContexts {

  /** A resumed session is not verified again; this is how long one may be resumed. */
  private static final int SESSION_SECONDS = (int) TimeUnit.HOURS.toSeconds(1);

  private static final char[] NO_PASSWORD = {};
  private static final PSSParameterSpec SHA256_PSS =
      new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);

  private final String name;

  private TlsContexts(String name) {
    this.name = name;
  }

  /**
   * Makes a context.
   *
   * @param name the credentials' name, for errors
   * @param authoritiesPem the certificates of those who may sign the peer's ({@code ca.crt})
   * @param certificatePem this side's certificate, and those between it and an authority ({@code
   *     tls.crt})
   * @param keyPem the certificate's private key ({@code tls.key}), not encrypted, as PKCS#8, PKCS#1
   *     (RSA) or SEC 1 (EC)
   * @return the context
   * @throws CredentialsException if a text is not what it should be, the key is not the
   *     certificate's, or the certificate is not valid today; the message says what to do
   */
  public static TlsContext of(
      String name, String authoritiesPem, String certificatePem, String keyPem) {
    return new TlsContexts(name).make(authoritiesPem, certificatePem, keyPem);
  }

  /**
   * Reads who holds credentials, which may have expired: those that are renewed often have.
   *
   * @param name the credentials' name, for errors
   * @param authoritiesPem as for {@link #of}
   * @param certificatePem as for {@link #of}
   * @return what a renewal leaves as it is
   * @throws CredentialsException if a text is not what it should be; the message says what to do
   */
  public static TlsIdentity identity(String name, String authoritiesPem, String certificatePem) {
    TlsContexts reader = new TlsContexts(name);
    List<X509Certificate> authorities = reader.certificates("ca.crt", authoritiesPem);
    List<X509Certificate> chain = reader.certificates("tls.crt", certificatePem);
    return new TlsIdentity(
        new HashSet<>(authorities), chain.get(0).getSubjectX500Principal().getName());
  }

  private TlsContext make(String authoritiesPem, String certificatePem, String keyPem) {
    List<X509Certificate> authorities = certificates("ca.crt", authoritiesPem);
    List<X509Certificate> chain = certificates("tls.crt", certificatePem);
    PrivateKey key = key(keyPem);
    requireValid(chain.get(0));
    requirePair(chain.get(0), key);
    try {
      KeyStore trusted = emptyStore();
      for (X509Certificate authority : authorities) {
        trusted.setCertificateEntry("authority" + trusted.size(), authority);
      }
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(trusted);
      KeyStore own = emptyStore();
      own.setKeyEntry("own", key, NO_PASSWORD, chain.toArray(X509Certificate[]::new));
      KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
      keys.init(own, NO_PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      context.getClientSessionContext().setSessionTimeout(SESSION_SECONDS);
      context.getServerSessionContext().setSessionTimeout(SESSION_SECONDS);
      return new TlsContext(name, context);
    } catch (GeneralSecurityException | IOException e) {
      throw problem("cannot be used: " + e.getMessage(), "Issue them again", e);
    }
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    return store;
  }

  private List<X509Certificate> certificates(String file, String text) {
    List<X509Certificate> found = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (Pem block : Pem.blocks(text)) {
        if (block.label().equals("CERTIFICATE")) {
          found.add(
              (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.der())));
        }
      }
    } catch (CertificateException | IllegalArgumentException e) {
      throw problem(
          file + " has a block that is no certificate: " + e.getMessage(),
          "Write it as PEM, as 'openssl x509 -in " + file + " -text' can read it",
          e);
    }
    if (found.isEmpty()) {
      throw problem(
          file + " has no block 'BEGIN CERTIFICATE'", "Write a certificate as PEM into it", null);
    }
    return found;
  }

  private PrivateKey key(String text) {
    try {
      for (Pem block : Pem.blocks(text)) {
        if (block.headers() || block.label().equals("ENCRYPTED PRIVATE KEY")) {
          throw problem(
              "tls.key is encrypted",
              "Decrypt it: openssl pkey -in tls.key -out plain.key, and use plain.key",
              null);
        }
        switch (block.label()) {
          case "PRIVATE KEY":
            return PrivateKeys.pkcs8(block.der());
          case "RSA PRIVATE KEY":
            return PrivateKeys.pkcs1(block.der());
          case "EC PRIVATE KEY":
            return PrivateKeys.sec1(block.der());
          default: // EC PARAMETERS, or a certificate in the same file
        }
      }
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw problem(
          "tls.key has a block that is no private key: " + e.getMessage(),
          "Write it as PEM, as 'openssl pkey -in tls.key' can read it",
          e);
    }
    throw problem(
        "tls.key has no block 'BEGIN PRIVATE KEY', 'BEGIN RSA PRIVATE KEY' or"
            + " 'BEGIN EC PRIVATE KEY'",
        "Write the certificate's private key as PEM into it",
        null);
  }

  private void requireValid(X509Certificate certificate) {
    try {
      certificate.checkValidity();
    } catch (CertificateExpiredException e) {
      throw problem(
          "the certificate in tls.crt expired at " + certificate.getNotAfter().toInstant(),
          "Issue a new one",
          e);
    } catch (CertificateNotYetValidException e) {
      throw problem(
          "the certificate in tls.crt is valid from "
              + certificate.getNotBefore().toInstant()
              + " only",
          "Set this machine's clock, or issue a new one",
          e);
    }
  }

  private void requirePair(X509Certificate certificate, PrivateKey key) {
    boolean pair;
    try {
      Signature signature = signature(key);
      signature.initSign(key);
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      pair = signature.verify(signed);
    } catch (GeneralSecurityException e) {
      throw mismatch(e);
    }
    if (!pair) {
      throw mismatch(null);
    }
  }

  private CredentialsException mismatch(Exception cause) {
    return problem(
        "tls.key is not the private key of the certificate in tls.crt",
        "Put both files of the same pair there",
        cause);
  }

  private static Signature signature(PrivateKey key) throws GeneralSecurityException {
    return switch (key.getAlgorithm()) {
      case "RSA" -> Signature.getInstance("SHA256withRSA");
      case "EC" -> Signature.getInstance("SHA256withECDSA");
      case "RSASSA-PSS" -> {
        Signature signature = Signature.getInstance("RSASSA-PSS");
        AlgorithmParameterSpec only = ((RSAKey) key).getParams(); // null if it is for any hash
        signature.setParameter(only == null ? SHA256_PSS : only);
        yield signature;
      }
      default -> Signature.getInstance(key.getAlgorithm());
    };
  }

  private CredentialsException problem(String what, String remedy, Exception cause) {
    return new CredentialsException(name, what, remedy, cause);
  }
}
