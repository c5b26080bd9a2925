package dev.akvvm.transport;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Trusts what the JDK's own trust manager trusts, and explains why it does not trust the rest. */
final class ExplainingTrustManager extends X509ExtendedTrustManager {
  private static final int DNS_NAME = 2;
  private static final int DEEPEST = 20;
  private static final int MOST_NAMES = 3;

  private final X509ExtendedTrustManager judge;
  private final String authorities;

  /**
   * @param authorities where the trusted authorities are listed, for the message
   */
  ExplainingTrustManager(X509ExtendedTrustManager judge, String authorities) {
    this.judge = judge;
    this.authorities = authorities;
  }

  /** One of the judge's ways to say no. */
  private interface Check {
    void run() throws CertificateException;
  }

  private void explained(X509Certificate[] chain, Check check) throws CertificateException {
    try {
      check.run();
    } catch (CertificateException e) {
      throw new UntrustedServerException(reason(chain, e), e);
    }
  }

  private String reason(X509Certificate[] chain, CertificateException e) {
    X509Certificate leaf = chain[0];
    String message = String.valueOf(e.getMessage());
    if (has(CertificateExpiredException.class, e)) {
      return "its certificate expired at "
          + leaf.getNotAfter().toInstant()
          + "; it must be renewed there, or this machine's clock is wrong";
    }
    if (has(CertificateNotYetValidException.class, e)) {
      return "its certificate is not valid before "
          + leaf.getNotBefore().toInstant()
          + "; is this machine's clock right?";
    }
    if (message.startsWith("No subject alternative") || message.startsWith("No name matching")) {
      return "its certificate is for "
          + names(leaf)
          + ", not for this name; does DNS point to another machine?";
    }
    return "its certificate was issued by \""
        + chain[chain.length - 1].getIssuerX500Principal().getName()
        + "\", which this machine does not trust; an intercepting proxy? Add its CA to "
        + authorities;
  }

  private static boolean has(Class<? extends Throwable> kind, Throwable failure) {
    @Nullable Throwable cause = failure;
    for (int depth = 0; cause != null && depth < DEEPEST; depth++, cause = cause.getCause()) {
      if (kind.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }

  private static String names(X509Certificate leaf) {
    try {
      Collection<List<?>> names = leaf.getSubjectAlternativeNames();
      String found =
          (names == null ? List.<List<?>>of() : names)
              .stream()
                  .filter(name -> name.get(0).equals(DNS_NAME))
                  .limit(MOST_NAMES)
                  .map(name -> String.valueOf(name.get(1)))
                  .collect(Collectors.joining(", "));
      return found.isEmpty() ? leaf.getSubjectX500Principal().getName() : found;
    } catch (CertificateParsingException e) {
      return leaf.getSubjectX500Principal().getName();
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    explained(chain, () -> judge.checkServerTrusted(chain, type, engine));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    explained(chain, () -> judge.checkServerTrusted(chain, type, socket));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    explained(chain, () -> judge.checkServerTrusted(chain, type));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    judge.checkClientTrusted(chain, type, engine);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    judge.checkClientTrusted(chain, type, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    judge.checkClientTrusted(chain, type);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return judge.getAcceptedIssuers();
  }
}
