package io.spillway.router.link;

import io.spillway.router.relay.Endpoint;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What the connections of a link consist of: a type (1 byte), the body's length (4 bytes), the
 * body.
 *
 * @param type what it is
 * @param body the body, at its beginning
 */
record Frame(Type type, ByteBuffer body) {

  /** The length of type and length. */
  static final int HEADER_BYTES = Endpoint.HEADROOM_BYTES;

  /** The longest name of a site, link, connector or key, in UTF-8 bytes. */
  static final int MAX_NAME_BYTES = 1024;

  /** The longest body of a frame other than ADVERTISEMENT and DATA. */
  static final int MAX_SHORT_BODY = 8 * 1024;

  /** What is not printed as itself, and would forge lines of a log: ends of lines, and the like. */
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

  private static final int MAX_ADVERTISEMENT = 1 << 24;
  private static final int MAX_DATA = 1 << 20;

  /** What a frame is. */
  enum Type {
    /** Begins a connection. */
    HELLO(0, MAX_SHORT_BODY),
    /** Says that the sender lives. */
    HEARTBEAT(1, Long.BYTES),
    /** What a site says of itself. */
    ADVERTISEMENT(2, MAX_ADVERTISEMENT),
    /** Asks the dialler for reverse connections. */
    MORE(3, MAX_SHORT_BODY),
    /** Begins a stream. */
    OPEN(4, MAX_SHORT_BODY),
    /** The workload is connected. */
    ACCEPTED(5, 0),
    /** The workload is not connected, and why. */
    REFUSED(6, MAX_SHORT_BODY),
    /** Bytes of a stream. */
    DATA(7, MAX_DATA),
    /** No more bytes will come in this direction. */
    FIN(8, 0),
    /** The stream was reset. */
    RESET(9, 0),
    /** The way to the workload's site is broken for now, and where. */
    UNREACHABLE(10, MAX_SHORT_BODY);

    private static final List<Type> BY_CODE = List.of(values());

    private final int code;
    private final int maxBodyBytes;

    Type(int code, int maxBodyBytes) {
      this.code = code;
      this.maxBodyBytes = maxBodyBytes;
    }
  }

  /** A header: what comes, and how many bytes of it. */
  record Header(Type type, int bodyBytes) {

    /**
     * Reads a header that has come completely.
     *
     * @throws ProtocolException if the type is unknown or the length above the type's bound
     */
    static Header read(ByteBuffer bytes) throws ProtocolException {
      int code = Byte.toUnsignedInt(bytes.get());
      int length = bytes.getInt();
      if (code >= Type.BY_CODE.size()) {
        throw new ProtocolException("frame of unknown type %d%s", code, hint(code));
      }
      Header header = new Header(Type.BY_CODE.get(code), length);
      header.requireAtMost(header.type.maxBodyBytes);
      return header;
    }

    /** The first byte of a TLS record: 20 to 23 (RFC 8446, 5.1). */
    private static String hint(int code) {
      return code >= 20 && code <= 23
          ? ", as TLS begins: only the other end of this link has tlsCredentials; give both some"
          : "";
    }

    /**
     * Checks the length against a bound.
     *
     * @throws ProtocolException if it is above
     */
    void requireAtMost(int maxBodyBytes) throws ProtocolException {
      if (bodyBytes < 0 || bodyBytes > maxBodyBytes) {
        throw new ProtocolException(
            "%s of %d bytes; at most %d are allowed", type, bodyBytes, maxBodyBytes);
      }
    }

    /** Writes the header at a position of a buffer. */
    void write(ByteBuffer target, int position) {
      target.put(position, (byte) type.code).putInt(position + 1, bodyBytes);
    }
  }

  /** {@return a frame without a body, ready to be sent} */
  static ByteBuffer of(Type type) {
    return body(type).finish();
  }

  /** {@return a frame to which a body can be added} */
  static Writer body(Type type) {
    return new Writer(type);
  }

  /** {@return how many bytes a name takes in a body} */
  static int bytes(String name) {
    return Short.BYTES + name.getBytes(StandardCharsets.UTF_8).length;
  }

  /** {@return a text as it can stand in a name, with a space for each control character} */
  static String printable(String text) {
    return CONTROL.matcher(text).replaceAll(" ");
  }

  /** {@return the next name of the body} */
  String name() throws ProtocolException {
    int length = Short.toUnsignedInt(need(Short.BYTES).getShort());
    if (length > MAX_NAME_BYTES) {
      throw new ProtocolException("name of %d bytes in %s", length, type);
    }
    ByteBuffer bytes = need(length).slice().limit(length);
    body.position(body.position() + length);
    String name;
    try {
      name = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new ProtocolException("name that is not UTF-8 in %s", type);
    }
    if (CONTROL.matcher(name).find()) {
      throw new ProtocolException("name with a control character in %s", type);
    }
    return name;
  }

  /** {@return the next number of the body, which has to lie in a range} */
  int integer(String what, int least, int most) throws ProtocolException {
    int value = need(Integer.BYTES).getInt();
    if (value < least || value > most) {
      throw outOfRange(what, value, least, most);
    }
    return value;
  }

  private ProtocolException outOfRange(String what, long value, long least, long most) {
    return new ProtocolException(
        "%s %d in %s; allowed are %d to %d", what, value, type, least, most);
  }

  /** {@return the next long number of the body, which has to lie in a range} */
  long longNumber(String what, long least, long most) throws ProtocolException {
    long value = longNumber();
    if (value < least || value > most) {
      throw outOfRange(what, value, least, most);
    }
    return value;
  }

  /** {@return the next long number of the body} */
  long longNumber() throws ProtocolException {
    return need(Long.BYTES).getLong();
  }

  /** Checks that nothing is left. */
  void end() throws ProtocolException {
    if (body.hasRemaining()) {
      throw new ProtocolException("%d bytes too many in %s", body.remaining(), type);
    }
  }

  private ByteBuffer need(int bytes) throws ProtocolException {
    if (body.remaining() < bytes) {
      throw new ProtocolException("%s ends too early", type);
    }
    return body;
  }

  /** Builds a frame. */
  static final class Writer {

    private static final int FIRST_BYTES = 128;

    private final Type type;
    private ByteBuffer bytes = ByteBuffer.allocate(FIRST_BYTES).position(HEADER_BYTES);

    private Writer(Type type) {
      this.type = type;
    }

    Writer name(String name) {
      byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
      room(Short.BYTES + utf8.length).putShort((short) utf8.length).put(utf8);
      return this;
    }

    Writer integer(int value) {
      room(Integer.BYTES).putInt(value);
      return this;
    }

    Writer longNumber(long value) {
      room(Long.BYTES).putLong(value);
      return this;
    }

    ByteBuffer finish() {
      new Header(type, bytes.position() - HEADER_BYTES).write(bytes, 0);
      return bytes.flip();
    }

    private ByteBuffer room(int more) {
      if (bytes.remaining() < more) {
        bytes = ByteBuffer.allocate(2 * bytes.capacity() + more).put(bytes.flip());
      }
      return bytes;
    }
  }
}
