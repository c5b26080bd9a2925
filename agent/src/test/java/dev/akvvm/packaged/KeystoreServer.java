package dev.akvvm.packaged;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.File;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A service of Java's as many are: it reads its keystore when it starts, and never again. systemd
 * opens its socket and keeps it open while the service is restarted, so that whoever connects
 * meanwhile waits instead of being refused.
 */
public final class KeystoreServer {
  private static final byte[] ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nwell".getBytes(US_ASCII);

  private final SSLContext tls;
  private final ServerSocketChannel listener;
  private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();

  private KeystoreServer(SSLContext tls, ServerSocketChannel listener) {
    this.tls = tls;
    this.listener = listener;
  }

  /** Serves until it is terminated. The arguments: the keystore, and its password. */
  public static void main(String[] arguments) throws Exception {
    if (!(System.inheritedChannel() instanceof ServerSocketChannel listener)) {
      throw new IllegalStateException("standard input is not a listening socket");
    }
    KeystoreServer server =
        new KeystoreServer(context(new File(arguments[0]), arguments[1].toCharArray()), listener);
    Thread accepting = Thread.currentThread();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> server.finish(accepting)));
    server.accept();
  }

  private static SSLContext context(File file, char[] password)
      throws GeneralSecurityException, IOException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(KeyStore.getInstance(file, password), password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private void accept() throws IOException {
    try {
      while (true) {
        SocketChannel client = listener.accept();
        requests.execute(() -> answer(client));
      }
    } catch (ClosedChannelException e) {
      // finish() has closed it.
    }
  }

  /** Takes no more, and answers whom it has taken. */
  private void finish(Thread accepting) {
    try {
      listener.close();
      accepting.join();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
    requests.close();
  }

  private void answer(SocketChannel client) {
    try (client;
        SSLSocket socket =
            (SSLSocket) tls.getSocketFactory().createSocket(client.socket(), null, true)) {
      byte[] request = new byte[8192];
      if (socket.getInputStream().read(request) > 0) {
        socket.getOutputStream().write(ANSWER);
      }
    } catch (IOException e) {
      System.err.println(e.getMessage());
    }
  }
}
