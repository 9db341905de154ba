package io.spillway.router.tls;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;

/**
 * Private keys from DER. The JDK reads PKCS#8 only; Skupper writes PKCS#1 (RFC 8017, A.1.2), and
 * OpenSSL may write SEC 1 (RFC 5915). Both are put into a PKCS#8 envelope (RFC 5958) here: some
 * dozens of bytes, for which a library would bring 10 MB.
 */
final class PrivateKeys {

  private static final int SEQUENCE = 0x30;
  private static final int OCTET_STRING = 0x04;
  private static final int CONTEXT_0 = 0xa0;
  private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};
  private static final byte[] RSA = {
    0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0
  };
  private static final byte[] EC = {
    0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01
  };

  private PrivateKeys() {}

  /** {@return a key of any of the kinds that TLS uses, from PKCS#8} */
  static PrivateKey pkcs8(byte[] der) throws GeneralSecurityException {
    InvalidKeySpecException last = new InvalidKeySpecException("no such algorithm");
    for (String algorithm : List.of("RSA", "EC", "EdDSA", "RSASSA-PSS")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
      } catch (InvalidKeySpecException e) {
        last = e;
      }
    }
    throw last;
  }

  /** {@return the RSA key of a PKCS#1 structure} */
  static PrivateKey pkcs1(byte[] der) throws GeneralSecurityException {
    return pkcs8(envelope(RSA, der));
  }

  /** {@return the EC key of a SEC 1 structure, which has to name its curve} */
  static PrivateKey sec1(byte[] der) throws GeneralSecurityException {
    return pkcs8(envelope(concat(EC, curve(der)), der));
  }

  private static byte[] envelope(byte[] algorithm, byte[] key) {
    return element(
        SEQUENCE,
        concat(VERSION_0, concat(element(SEQUENCE, algorithm), element(OCTET_STRING, key))));
  }

  /** The curve's identifier: what is tagged [0] among the parts of the structure. */
  private static byte[] curve(byte[] der) throws InvalidKeySpecException {
    ByteBuffer parts = content(ByteBuffer.wrap(der), SEQUENCE);
    while (parts.hasRemaining()) {
      int tag = Byte.toUnsignedInt(parts.get(parts.position()));
      ByteBuffer part = content(parts, tag);
      if (tag == CONTEXT_0) {
        byte[] identifier = new byte[part.remaining()];
        part.get(identifier);
        return identifier;
      }
    }
    throw new InvalidKeySpecException("the key does not name its curve");
  }

  private static ByteBuffer content(ByteBuffer bytes, int tag) throws InvalidKeySpecException {
    if (bytes.remaining() < 2 || Byte.toUnsignedInt(bytes.get()) != tag) {
      throw new InvalidKeySpecException("no private key in DER");
    }
    int length = Byte.toUnsignedInt(bytes.get());
    if (length >= 0x80) {
      int count = length - 0x80;
      length = 0;
      for (; count > 0 && bytes.hasRemaining(); count--) {
        length = length << 8 | Byte.toUnsignedInt(bytes.get());
      }
    }
    if (length < 0 || length > bytes.remaining()) {
      throw new InvalidKeySpecException("the key ends too early");
    }
    ByteBuffer content = bytes.slice(bytes.position(), length);
    bytes.position(bytes.position() + length);
    return content;
  }

  private static byte[] element(int tag, byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(tag);
    if (content.length < 0x80) {
      bytes.write(content.length);
    } else {
      byte[] length = BigInteger.valueOf(content.length).toByteArray();
      int first = length[0] == 0 ? 1 : 0; // a sign, which DER does not want here
      bytes.write(0x80 + length.length - first);
      bytes.write(length, first, length.length - first);
    }
    bytes.writeBytes(content);
    return bytes.toByteArray();
  }

  private static byte[] concat(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }
}
