package io.spillway.router.tls;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The blocks of a PEM text (RFC 7468).
 *
 * @param label what the block says it is, such as {@code CERTIFICATE}
 * @param headers whether it begins with headers, as encrypted keys of the old kind do (RFC 1421)
 * @param base64 the bytes, encoded; empty if there are headers
 */
record Pem(String label, boolean headers, String base64) {

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

  /** Reads a text; what stands between the blocks does not matter. */
  static List<Pem> blocks(String text) {
    List<Pem> blocks = new ArrayList<>();
    for (Matcher block = BLOCK.matcher(text); block.find(); ) {
      boolean headers = block.group(2).contains(":");
      String base64 = headers ? "" : block.group(2).replaceAll("\\s", "");
      blocks.add(new Pem(block.group(1), headers, base64));
    }
    return blocks;
  }

  /**
   * Decodes the block.
   *
   * @throws IllegalArgumentException if it is not base64
   */
  byte[] der() {
    return Base64.getDecoder().decode(base64);
  }
}
