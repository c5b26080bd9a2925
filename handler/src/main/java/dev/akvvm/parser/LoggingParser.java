package dev.akvvm.parser;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.akvvm.settings.ExtensionSettings.LogReceiver;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;

/** Reads {@code loggingSettings}: where log lines are sent besides the log file. */
final class LoggingParser {
  private static final String LOGGER = "fluentd";
  private static final String FORMAT = "forward";
  private static final String USUAL_TAG = "akvvm_service";

  private static final String EXPECTED = "expected tcp://HOST:PORT or unix:///PATH";
  private static final String LOOPBACK = "(?i)localhost|127\\.[0-9.]+|\\[::1]";
  private static final int HIGHEST_PORT = 65535;

  /** What a socket's address has room for, without the byte that ends it. */
  private static final int LONGEST_PATH = 107;

  /** Where the service, in its sandbox, sees nothing but stores. */
  private static final List<String> HIDDEN =
      List.of("/tmp/", "/var/tmp/", "/home/", "/root/", "/run/user/");

  private LoggingParser() {}

  /** The receiver; empty if none is set, or if it cannot be used, which is reported. */
  static Optional<LogReceiver> parse(Field settings) {
    if (!settings.isObject() || settings.holdsNothing()) {
      return Optional.empty();
    }
    settings.warnOfUnknownKeys(KnownKeys.LOGGING);
    Optional<URI> endpoint = endpoint(settings.child("endpoint"));
    String tag = settings.child("servicename").text().orElse(USUAL_TAG);
    boolean hasKnownLogger = isKnown(settings.child("logger"), LOGGER);
    boolean hasKnownFormat = isKnown(settings.child("format"), FORMAT);
    return endpoint
        .filter(_ -> hasKnownLogger && hasKnownFormat)
        .map(found -> new LogReceiver(found, tag));
  }

  /** What is asked for may be of a later version: certificates must not wait for it. */
  private static boolean isKnown(Field field, String known) {
    Optional<String> text = field.text();
    if (text.isEmpty() || text.get().equalsIgnoreCase(known)) {
      return true;
    }
    field.warning(
        field.found() + " is not supported, only " + known + "; log lines are not forwarded");
    return false;
  }

  private static Optional<URI> endpoint(Field field) {
    if (field.isUnset()) {
      field.error("loggingSettings need to know where to: " + EXPECTED + ", found nothing");
      return Optional.empty();
    }
    return field.text().flatMap(text -> endpoint(field, text));
  }

  private static Optional<URI> endpoint(Field field, String text) {
    try {
      URI url = new URI(text);
      String scheme = String.valueOf(url.getScheme());
      if (scheme.equalsIgnoreCase("unix") && isSocket(url)) {
        return socket(field, url);
      }
      if (scheme.equalsIgnoreCase("tcp") && isServer(url)) {
        return Optional.of(server(field, url));
      }
    } catch (URISyntaxException e) {
      // reported below
    }
    field.error(field.found() + " is no receiver of log lines: " + EXPECTED);
    return Optional.empty();
  }

  private static boolean isServer(URI url) {
    return url.getHost() != null
        && url.getRawUserInfo() == null
        && url.getPort() > 0
        && url.getPort() <= HIGHEST_PORT
        && url.getPath().matches("/?")
        && isBare(url);
  }

  private static URI server(Field field, URI url) {
    if (!url.getHost().matches(LOOPBACK)) {
      field.warning(
          "log lines go to "
              + field.quoted(url.getHost())
              + " unencrypted; a receiver on this machine can pass them on over TLS");
    }
    return URI.create("tcp://" + url.getHost() + ":" + url.getPort());
  }

  private static boolean isSocket(URI url) {
    return url.getRawAuthority() == null
        && url.getPath() != null
        && url.getPath().matches("/.*[^/]")
        && url.getPath().indexOf('\0') < 0
        && isBare(url);
  }

  private static boolean isBare(URI url) {
    return url.getRawQuery() == null && url.getRawFragment() == null;
  }

  private static Optional<URI> socket(Field field, URI url) {
    int length = url.getPath().getBytes(UTF_8).length;
    if (length > LONGEST_PATH) {
      field.error(
          "a socket's path has at most %d bytes, this one %d".formatted(LONGEST_PATH, length));
      return Optional.empty();
    }
    if (HIDDEN.stream().anyMatch(url.getPath()::startsWith)) {
      field.warning(
          "the service does not see sockets in home directories and directories for temporary"
              + " files; let the receiver listen in /run");
    }
    return Optional.of(URI.create("unix://" + url.getRawPath()));
  }
}
