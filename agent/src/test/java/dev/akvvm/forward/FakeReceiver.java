package dev.akvvm.forward;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.ArrayValue;
import org.msgpack.value.Value;

/** Takes lines like fluentd, in whatever manner a test needs. */
final class FakeReceiver implements AutoCloseable {
  /** What it does with a message. */
  enum Manner {
    /** As it should. */
    ACKNOWLEDGES,
    /** Like fluentd at a Unix socket: reads to the end. */
    READS,
    /** Accepts connections, and no more. */
    HANGS,
    /** Takes the message, then ends without a word. */
    DIES,
    /** Wants a key. */
    GREETS,
    /** Speaks HTTP. */
    SPEAKS_OTHERWISE
  }

  /** What it was given. */
  record Entry(String tag, Instant time, Map<String, String> record) {
    String message() {
      return String.valueOf(record.get("message"));
    }
  }

  private final ServerSocketChannel server;
  private final List<Entry> entries = Collections.synchronizedList(new ArrayList<>());
  private final List<SocketChannel> held = Collections.synchronizedList(new ArrayList<>());
  private volatile Manner manner;
  private final AtomicInteger messages = new AtomicInteger();

  private FakeReceiver(ServerSocketChannel server, Manner manner) {
    this.server = server;
    this.manner = manner;
  }

  static FakeReceiver onPort(int port, Manner manner) throws IOException {
    return started(
        ServerSocketChannel.open(),
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
        manner);
  }

  static FakeReceiver onSocket(Path path, Manner manner) throws IOException {
    return started(
        ServerSocketChannel.open(StandardProtocolFamily.UNIX),
        UnixDomainSocketAddress.of(path),
        manner);
  }

  private static FakeReceiver started(
      ServerSocketChannel server, SocketAddress address, Manner manner) throws IOException {
    server.bind(address);
    FakeReceiver receiver = new FakeReceiver(server, manner);
    Thread.ofPlatform().daemon().start(receiver::accept);
    return receiver;
  }

  void behave(Manner other) {
    manner = other;
  }

  int port() throws IOException {
    return ((InetSocketAddress) server.getLocalAddress()).getPort();
  }

  URI endpoint() throws IOException {
    return URI.create("tcp://localhost:" + port());
  }

  List<Entry> entries() {
    synchronized (entries) {
      return List.copyOf(entries);
    }
  }

  int messages() {
    return messages.get();
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel client = server.accept();
        held.add(client);
        Thread.ofPlatform().daemon().start(() -> serve(client));
      }
    } catch (IOException e) {
      // It is closed.
    }
  }

  private void serve(SocketChannel client) {
    try {
      Manner now = manner;
      switch (now) {
        case HANGS -> {
          return;
        }
        case GREETS -> client.write(greeting());
        case SPEAKS_OTHERWISE ->
            client.write(ByteBuffer.wrap("HTTP/1.1 400\r\n\r\n".getBytes(US_ASCII)));
        default -> take(client, now);
      }
      if (now == Manner.GREETS || now == Manner.SPEAKS_OTHERWISE) {
        Channels.newInputStream(client).readAllBytes();
      }
      client.close();
    } catch (IOException e) {
      // The other side has gone.
    }
  }

  private void take(SocketChannel client, Manner now) throws IOException {
    InputStream in = Channels.newInputStream(client);
    MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(in);
    while (unpacker.hasNext()) {
      ArrayValue message = unpacker.unpackValue().asArrayValue();
      messages.incrementAndGet();
      if (now == Manner.DIES) {
        return;
      }
      add(message);
      if (now == Manner.ACKNOWLEDGES) {
        client.write(acknowledgement(message));
      }
    }
  }

  private void add(ArrayValue message) {
    String tag = message.get(0).asStringValue().asString();
    for (Value entry : message.get(1).asArrayValue()) {
      ByteBuffer time = ByteBuffer.wrap(entry.asArrayValue().get(0).asExtensionValue().getData());
      Map<String, String> record = new TreeMap<>();
      entry
          .asArrayValue()
          .get(1)
          .asMapValue()
          .map()
          .forEach(
              (k, v) -> record.put(k.asStringValue().asString(), v.asStringValue().asString()));
      entries.add(new Entry(tag, Instant.ofEpochSecond(time.getInt(), time.getInt()), record));
    }
  }

  private static ByteBuffer acknowledgement(ArrayValue message) throws IOException {
    Map<String, String> option = new TreeMap<>();
    message.get(2).asMapValue().map().forEach((k, v) -> option.put(k.toString(), v.toString()));
    try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
      packer.packNil();
      packer.packMapHeader(1).packString("ack").packString(option.get("chunk"));
      return ByteBuffer.wrap(packer.toByteArray());
    }
  }

  private static ByteBuffer greeting() throws IOException {
    try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
      packer.packArrayHeader(2).packString("HELO").packMapHeader(0);
      return ByteBuffer.wrap(packer.toByteArray());
    }
  }

  /** Like a process that was killed. */
  @Override
  public void close() throws IOException {
    server.close();
    synchronized (held) {
      for (SocketChannel each : held) {
        each.close();
      }
    }
  }
}
