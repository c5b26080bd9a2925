package dev.akvvm.certificate;

import java.util.function.Supplier;

/** What values are that hold no certificate, and what to do about it. The value is never shown. */
final class NotACertificate {
  private static final String IMPORT =
      "store the certificate by az keyvault certificate import, or its file by az keyvault secret"
          + " set --file";

  private NotACertificate() {}

  /** The exception for a text that is neither PEM nor base64. */
  static Supplier<UnusableCertificateException> named(String text) {
    if (text.isEmpty()) {
      return () -> new UnusableCertificateException("its value is empty; " + IMPORT);
    }
    return text.startsWith("{")
        ? () ->
            new UnusableCertificateException(
                "its value is JSON without a certificate in data or value; " + IMPORT)
        : NotACertificate::other;
  }

  /** Anything else. */
  static UnusableCertificateException other() {
    return new UnusableCertificateException(
        "its value is neither PEM nor PKCS#12; is it a certificate's secret?");
  }

  static UnusableCertificateException javaKeystore(String type) {
    return new UnusableCertificateException(
        "its value is a Java keystore ("
            + type
            + "); convert it to PKCS#12: keytool -importkeystore -deststoretype PKCS12");
  }

  static UnusableCertificateException openSshKey() {
    return new UnusableCertificateException(
        "its private key is in OpenSSH's own format; convert it: ssh-keygen -p -m PKCS8 -f <file>");
  }

  /** For a value without any key. */
  static UnusableCertificateException withoutKey(ParsedBundle parts) {
    if (parts.certificates().isEmpty()) {
      return new UnusableCertificateException(
          parts.others().contains(DerKind.REQUEST)
              ? "it holds a certificate request, no certificate; have it signed and merge the"
                  + " certificate: az keyvault certificate pending merge"
              : "it holds neither a certificate nor a private key; " + IMPORT);
    }
    if (parts.certificates().stream().allMatch(X509::isAuthority)) {
      return new UnusableCertificateException(
          "no private key in it, only certificates of authorities; for a file of them set"
              + " \"content\": \"caBundle\"");
    }
    if (parts.others().contains(DerKind.PKCS7)) {
      return new UnusableCertificateException(
          "no private key in it: PKCS#7 (.p7b) holds certificates only; import the PFX or PEM file"
              + " that holds the key too");
    }
    if (parts.others().contains(DerKind.CERTIFICATE)) {
      return new UnusableCertificateException(
          "no private key in it, only a certificate in DER (.cer); import the PFX or PEM file that"
              + " holds the key too");
    }
    return new UnusableCertificateException(
        "no private key in it; make the key exportable in the certificate's policy");
  }
}
