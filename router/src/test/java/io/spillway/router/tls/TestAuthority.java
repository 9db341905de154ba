package io.spillway.router.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority that issues certificates for one test; nothing of it is kept. */
public final class TestAuthority {

  /** How a key is written. */
  public enum KeyForm {
    /** RSA, {@code BEGIN RSA PRIVATE KEY}, as Skupper writes it. */
    PKCS1,
    /** EC, {@code BEGIN EC PRIVATE KEY}. */
    SEC1,
    /** EC, {@code BEGIN PRIVATE KEY}. */
    PKCS8,
    /** RSA, {@code BEGIN PRIVATE KEY}. */
    PKCS8_RSA,
    /** RSA for PSS signatures only, {@code BEGIN PRIVATE KEY}. */
    PKCS8_RSA_PSS
  }

  /** What a certificate's owner holds, as PEM texts. */
  public record Issued(String authorities, String certificate, String key) {

    public TlsContext context(String name) {
      return TlsContexts.of(name, authorities, certificate, key);
    }

    /** What tells the certificate from its renewals. */
    public BigInteger serial() {
      try {
        return ((X509Certificate) x509(certificate)).getSerialNumber();
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    /** Of a router that does not see what is wrong with its certificate, as with another clock. */
    TlsContext uncheckedContext(String name) {
      try {
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, NO_PASSWORD);
        Certificate[] chain = {x509(certificate)};
        byte[] der = Pem.blocks(key).get(0).der();
        own.setKeyEntry("own", PrivateKeys.pkcs8(der), NO_PASSWORD, chain);
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(own, NO_PASSWORD);
        return new TlsContext(name, trusting(keys.getKeyManagers()));
      } catch (GeneralSecurityException | IOException e) {
        throw new IllegalStateException(e);
      }
    }

    /** Of a router that has no certificate to show. */
    TlsContext contextWithoutCertificate(String name) {
      try {
        return new TlsContext(name, trusting(new KeyManager[0]));
      } catch (GeneralSecurityException | IOException e) {
        throw new IllegalStateException(e);
      }
    }

    private SSLContext trusting(KeyManager[] keys) throws GeneralSecurityException, IOException {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, NO_PASSWORD);
      trusted.setCertificateEntry("authority", x509(authorities));
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, trust.getTrustManagers(), null);
      return context;
    }

    private static Certificate x509(String pem) throws GeneralSecurityException {
      return CertificateFactory.getInstance("X.509")
          .generateCertificate(new ByteArrayInputStream(Pem.blocks(pem).get(0).der()));
    }
  }

  private static final char[] NO_PASSWORD = {};
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration LIFE = DAY.multipliedBy(2);

  private final X500Principal name;
  private final KeyPair keys = pair("EC");
  private final X509Certificate certificate;

  public TestAuthority(String name) {
    this.name = new X500Principal("CN=" + name);
    this.certificate = sign(this.name, keys, GeneralName.dNSName, "", Instant.now().plus(DAY));
  }

  /** Issues a certificate for 127.0.0.1, with an EC key as PKCS#8. */
  public Issued issue(String owner) {
    return issue(owner, KeyForm.PKCS8);
  }

  public Issued issue(String owner, KeyForm form) {
    return issue(owner, form, "127.0.0.1", Instant.now().plus(DAY));
  }

  public Issued issueFor(String owner, String address) {
    return issue(owner, KeyForm.PKCS8, address, Instant.now().plus(DAY));
  }

  public Issued issueExpired(String owner) {
    return issue(owner, KeyForm.PKCS8, "127.0.0.1", Instant.now().minus(Duration.ofMinutes(1)));
  }

  /** Issues a certificate that is valid from tomorrow. */
  public Issued issueTooEarly(String owner) {
    return issue(owner, KeyForm.PKCS8, "127.0.0.1", Instant.now().plus(LIFE).plus(DAY));
  }

  private Issued issue(String owner, KeyForm form, String address, Instant end) {
    KeyPair own =
        pair(
            switch (form) {
              case SEC1, PKCS8 -> "EC";
              case PKCS1, PKCS8_RSA -> "RSA";
              case PKCS8_RSA_PSS -> "RSASSA-PSS";
            });
    X500Principal subject = new X500Principal("CN=" + owner);
    X509Certificate issued = sign(subject, own, GeneralName.iPAddress, address, end);
    return new Issued(pem(certificate), pem(issued), key(form, own.getPrivate()));
  }

  private static String key(KeyForm form, PrivateKey key) {
    try {
      return switch (form) {
        case PKCS1 -> pem(key);
        case SEC1 -> block("EC PRIVATE KEY", sec1((ECPrivateKey) key));
        case PKCS8, PKCS8_RSA, PKCS8_RSA_PSS -> block("PRIVATE KEY", key.getEncoded());
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As OpenSSL writes it: with the name of the curve. */
  private static byte[] sec1(ECPrivateKey key) throws IOException {
    return new org.bouncycastle.asn1.sec.ECPrivateKey(
            256, key.getS(), SECObjectIdentifiers.secp256r1)
        .getEncoded();
  }

  private static String block(String label, byte[] der) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + Base64.getMimeEncoder().encodeToString(der)
        + "\n-----END "
        + label
        + "-----\n";
  }

  private X509Certificate sign(
      X500Principal subject, KeyPair subjectKeys, int sanKind, String san, Instant end) {
    try {
      boolean authority = san.isEmpty();
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              name,
              BigInteger.valueOf(System.nanoTime()),
              Date.from(end.minus(LIFE)),
              Date.from(end),
              subject,
              subjectKeys.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
      if (!authority) {
        GeneralNames names = new GeneralNames(new GeneralName(sanKind, san));
        builder.addExtension(Extension.subjectAlternativeName, false, names);
      }
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair pair(String algorithm) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      if (algorithm.equals("EC")) {
        generator.initialize(new ECGenParameterSpec("secp256r1"));
      } else {
        generator.initialize(2048);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes a certificate, or an RSA key as PKCS#1. */
  private static String pem(Object thing) {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(thing);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
