package dev.akvvm.forward;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.msgpack.core.MessagePack.UnpackerConfig;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.ValueType;

/** What a receiver answers; none of it is taken for longer than it may be. */
final class Answers extends InputStream {
  /** More than any answer has. */
  private static final int MOST = 64 * 1024;

  private static final String OTHERWISE = "it answers in another protocol";

  private static final int LONGEST_WORD = 1024;
  private static final UnpackerConfig STRICT =
      new UnpackerConfig().withStringSizeLimit(LONGEST_WORD);

  private final Connection connection;
  private int total;

  Answers(Connection connection) {
    this.connection = connection;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (total > MOST) {
      throw new IOException(OTHERWISE);
    }
    int count = connection.read(ByteBuffer.wrap(bytes, offset, length));
    total += Math.max(0, count);
    return count;
  }

  /**
   * Waits until the receiver acknowledges a chunk; other answers are passed over.
   *
   * @return false when it closes the connection instead
   * @throws IOException when it wants something that cannot be given, or when the time is over
   */
  boolean acknowledge(String chunk) throws IOException {
    try (MessageUnpacker unpacker = STRICT.newUnpacker(this)) {
      while (unpacker.hasNext()) {
        ValueType type = unpacker.getNextFormat().getValueType();
        switch (type) {
          case MAP -> {
            if (isAcknowledgement(unpacker, chunk)) {
              return true;
            }
          }
          case ARRAY -> refuseGreeting(unpacker);
          case NIL -> unpacker.unpackNil();
          default -> throw new IOException(OTHERWISE);
        }
      }
      return false;
    } catch (MessagePackException e) {
      throw new IOException(OTHERWISE, e);
    }
  }

  private static boolean isAcknowledgement(MessageUnpacker unpacker, String chunk)
      throws IOException {
    boolean isOurs = false;
    for (int left = unpacker.unpackMapHeader(); left > 0; left--) {
      boolean hasName = isText(unpacker);
      boolean isNamed = hasName && unpacker.unpackString().equals("ack");
      if (!hasName) {
        unpacker.skipValue();
      }
      if (isNamed && isText(unpacker)) {
        isOurs |= unpacker.unpackString().equals(chunk);
      } else {
        unpacker.skipValue();
      }
    }
    return isOurs;
  }

  /** A receiver that says HELO takes nothing from those who do not know its key. */
  private static void refuseGreeting(MessageUnpacker unpacker) throws IOException {
    int left = unpacker.unpackArrayHeader();
    if (left > 0 && isText(unpacker)) {
      left--;
      if (unpacker.unpackString().equals("HELO")) {
        throw new IOException("it wants a shared key, for which loggingSettings have no place");
      }
    }
    unpacker.skipValue(left);
  }

  private static boolean isText(MessageUnpacker unpacker) throws IOException {
    return unpacker.hasNext() && unpacker.getNextFormat().getValueType() == ValueType.STRING;
  }
}
