package io.spillway.router.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.router.tls.TestAuthority.Issued;
import io.spillway.router.tls.TestAuthority.KeyForm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TlsContextsTest {

  private final TestAuthority authority = new TestAuthority("test authority");

  @ParameterizedTest
  @EnumSource(KeyForm.class)
  void key_of_every_form_makes_a_context(KeyForm form) {
    Issued west = authority.issue("west", form);

    assertThat(west.context("west-link").name()).isEqualTo("west-link");
  }

  @Test
  void text_around_the_blocks_does_not_matter() {
    Issued west = authority.issue("west", KeyForm.SEC1);
    String parameters =
        "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";

    TlsContext context =
        TlsContexts.of(
            "c",
            "Issuer: somebody\r\n" + west.authorities().replace("\n", "\r\n"),
            west.certificate() + west.authorities(),
            parameters + west.key());

    assertThat(context).hasToString("TLS with credentials 'c'");
  }

  @Test
  void key_of_another_certificate_is_refused() {
    Issued west = authority.issue("west");
    Issued east = authority.issue("east");
    Issued rsa = authority.issue("rsa", KeyForm.PKCS1);

    assertProblem(
        new Issued(west.authorities(), west.certificate(), east.key()),
        "credentials 'c': tls.key is not the private key of the certificate in tls.crt. Put both"
            + " files of the same pair there.");
    assertProblem(
        new Issued(west.authorities(), west.certificate(), rsa.key()),
        "tls.key is not the private key of the certificate in tls.crt");
  }

  @Test
  void certificate_that_has_expired_is_refused() {
    assertProblem(authority.issueExpired("west"), "the certificate in tls.crt expired at 20");
  }

  @Test
  void certificate_that_is_not_valid_yet_is_refused() {
    assertProblem(
        authority.issueTooEarly("west"), " only. Set this machine's clock, or issue a new one.");
    assertProblem(
        authority.issueTooEarly("west"),
        "credentials 'c': the certificate in tls.crt is valid from");
  }

  @Test
  void key_for_pss_of_another_certificate_is_refused() {
    Issued west = authority.issue("west", KeyForm.PKCS8_RSA_PSS);
    Issued east = authority.issue("east", KeyForm.PKCS8_RSA_PSS);

    assertProblem(
        new Issued(west.authorities(), west.certificate(), east.key()),
        "tls.key is not the private key of the certificate in tls.crt");
  }

  @Test
  void file_without_its_block_is_refused() {
    Issued west = authority.issue("west");

    assertProblem(
        new Issued("", west.certificate(), west.key()),
        "credentials 'c': ca.crt has no block 'BEGIN CERTIFICATE'. Write a certificate as PEM into"
            + " it.");
    assertProblem(
        new Issued(west.authorities(), west.key(), west.key()), "tls.crt has no block 'BEGIN CERT");
    assertProblem(
        new Issued(west.authorities(), west.certificate(), west.certificate()),
        "tls.key has no block 'BEGIN PRIVATE KEY'");
  }

  @Test
  void block_that_is_broken_is_refused() {
    Issued west = authority.issue("west");
    Issued rsa = authority.issue("west", KeyForm.PKCS1);

    assertProblem(
        new Issued(west.authorities(), cutShort(west.certificate()), west.key()),
        "tls.crt has a block that is no certificate");
    assertProblem(
        new Issued(west.authorities(), west.certificate(), cutShort(west.key())),
        "tls.key has a block that is no private key");
    assertProblem(
        new Issued(rsa.authorities(), rsa.certificate(), cutShort(rsa.key())),
        "tls.key has a block that is no private key");
    assertProblem(
        new Issued(
            west.authorities(),
            west.certificate(),
            "-----BEGIN EC PRIVATE KEY-----\nMAMCAQE=\n-----END EC PRIVATE KEY-----"),
        "the key does not name its curve");
    assertProblem(
        new Issued(
            west.authorities(),
            west.certificate(),
            "-----BEGIN PRIVATE KEY-----\n!!!!\n-----END PRIVATE KEY-----"),
        "tls.key has a block that is no private key");
  }

  @Test
  void encrypted_key_is_refused_with_the_way_to_decrypt_it() {
    Issued west = authority.issue("west");
    String remedy = "tls.key is encrypted. Decrypt it: openssl pkey";

    assertProblem(
        new Issued(
            west.authorities(),
            west.certificate(),
            "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----"),
        remedy);
    assertProblem(
        new Issued(
            west.authorities(),
            west.certificate(),
            "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n"
                + "-----END RSA PRIVATE KEY-----"),
        remedy);
  }

  private static String cutShort(String pem) {
    int begin = pem.indexOf('\n') + 1;
    return pem.substring(0, begin + 60) + "\n" + pem.substring(pem.indexOf("-----END"));
  }

  private static void assertProblem(Issued issued, String message) {
    assertThatThrownBy(() -> issued.context("c"))
        .isInstanceOf(CredentialsException.class)
        .hasMessageContaining(message);
  }
}
