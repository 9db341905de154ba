package io.spillway.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which Spillway this is. */
public final class Version {

  private static final String RESOURCE = "version.properties";

  private static final String CURRENT = read();

  private Version() {}

  /** {@return the version of the harness and of the reference router, such as {@code 0.1.0}} */
  public static String current() {
    return CURRENT;
  }

  private static String read() {
    Properties properties = new Properties();
    try (InputStream in = Version.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(
            RESOURCE + " is not beside " + Version.class.getName() + "; build with Maven");
      }
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + RESOURCE, e);
    }
    return properties.getProperty("version");
  }
}
