package dev.akvvm.forward;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessageInsufficientBufferException;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessageUnpacker;

/**
 * Log lines as they are on disk and on the wire: one entry of the forward protocol after another,
 * each a time and a record.
 */
final class Lines {
  /** The protocol's EventTime: seconds and nanoseconds, 32 bits each. */
  private static final byte EVENT_TIME = 0;

  private static final int EVENT_TIME_LENGTH = 8;

  private final int count;
  private final byte[] bytes;

  private Lines(int count, byte[] bytes) {
    this.count = count;
    this.bytes = bytes;
  }

  /** None. */
  static Lines none() {
    return new Lines(0, new byte[0]);
  }

  /** One line. */
  static byte[] entry(Instant time, Map<String, String> record) {
    try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
      packer.packArrayHeader(2);
      packer.packExtensionTypeHeader(EVENT_TIME, EVENT_TIME_LENGTH);
      packer.writePayload(
          ByteBuffer.allocate(EVENT_TIME_LENGTH)
              .putInt((int) time.getEpochSecond())
              .putInt(time.getNano())
              .array());
      packer.packMapHeader(record.size());
      for (Map.Entry<String, String> field : record.entrySet()) {
        packer.packString(field.getKey());
        packer.packString(field.getValue());
      }
      return packer.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("a buffer in memory", e);
    }
  }

  /** Those in a file's content; what a crash has cut off at its end is left out. */
  static Lines of(byte[] content) {
    int count = 0;
    int length = 0;
    try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(content)) {
      while (unpacker.hasNext()) {
        unpacker.skipValue();
        count++;
        length = (int) unpacker.getTotalReadBytes();
      }
    } catch (MessageInsufficientBufferException e) {
      // The last one is not complete.
    } catch (MessagePackException e) {
      // What follows is not ours.
    } catch (IOException e) {
      throw new UncheckedIOException("a buffer in memory", e);
    }
    return new Lines(count, Arrays.copyOf(content, length));
  }

  /** These, then others. */
  Lines and(Lines others) {
    byte[] all = Arrays.copyOf(bytes, bytes.length + others.bytes.length);
    System.arraycopy(others.bytes, 0, all, bytes.length, others.bytes.length);
    return new Lines(count + others.count, all);
  }

  /**
   * As a message of the protocol, in its mode Forward, which every receiver knows.
   *
   * @param chunk what the receiver is to acknowledge
   */
  byte[] message(String tag, String chunk) {
    try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
      packer.packArrayHeader(3);
      packer.packString(tag);
      packer.packArrayHeader(count);
      packer.writePayload(bytes);
      packer.packMapHeader(2);
      packer.packString("chunk");
      packer.packString(chunk);
      packer.packString("size");
      packer.packInt(count);
      return packer.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("a buffer in memory", e);
    }
  }

  /** How many there are. */
  int count() {
    return count;
  }

  /** How many bytes they are, which are theirs and nothing else. */
  int length() {
    return bytes.length;
  }

  /** Whether there are none. */
  boolean isEmpty() {
    return count == 0;
  }
}
