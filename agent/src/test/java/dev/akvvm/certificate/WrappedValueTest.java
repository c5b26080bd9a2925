package dev.akvvm.certificate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Field cases 07 and 08: values that lost their form. The corpus has more of them. */
final class WrappedValueTest {
  private static final Map<String, UnaryOperator<String>> WAYS = new TreeMap<>();

  static {
    WAYS.put("as it is", text -> text);
    WAYS.put("escaped line breaks", text -> text.replace("\n", "\\n"));
    WAYS.put("escaped CRLF", text -> text.replace("\n", "\\r\\n"));
    WAYS.put("escaped twice", text -> text.replace("\n", "\\\\n"));
    WAYS.put("JSON string", text -> "\"" + text.replace("\n", "\\n").replace("/", "\\/") + "\"");
    WAYS.put("JSON of .NET", text -> text.replace("\n", "\\n").replace("+", "\\u002B"));
    WAYS.put("PowerShell's escapes", text -> text.replace("\n", "`r`n"));
    WAYS.put("spaces", text -> text.replace("\n", " "));
    WAYS.put("nothing", text -> text.replace("\n", ""));
    WAYS.put("CR", text -> text.replace("\n", "\r"));
    WAYS.put("CRLF", text -> text.replace("\n", "\r\n"));
    WAYS.put("byte order mark", text -> "\ufeff" + text);
    WAYS.put("byte order mark, byte by byte", text -> "\u00ef\u00bb\u00bf" + text);
    WAYS.put("NULs behind it", text -> text + "\0\0");
    WAYS.put("no-break spaces", text -> text.replace("\n", "\u00a0\n"));
    WAYS.put("UTF-16, byte by byte", text -> new String(utf16(text), ISO_8859_1));
    WAYS.put("base64", text -> base64(text.getBytes(UTF_8)));
    WAYS.put(
        "base64 in lines", text -> base64(text.getBytes(UTF_8)).replaceAll("(.{76})", "$1\r\n"));
    WAYS.put("base64, URL-safe and unpadded", WrappedValueTest::urlSafe);
    WAYS.put(
        "base64, escaped", text -> base64(text.getBytes(UTF_8)).replaceAll("(.{64})", "$1\\\\n"));
    WAYS.put("base64 of UTF-16", text -> base64(utf16(text)));
    WAYS.put("base64 of UTF-16 without a mark", text -> base64(text.getBytes(UTF_16LE)));
    WAYS.put("base64 twice", text -> base64(base64(text.getBytes(UTF_8)).getBytes(UTF_8)));
    WAYS.put("compute's JSON", WrappedValueTest::compute);
    WAYS.put("compute's JSON in base64", text -> base64(compute(text).getBytes(UTF_8)));
    WAYS.put(
        "shown by az",
        text -> "{\"id\": null, \"value\": \"" + text.replaceAll("\\R", "\\\\n") + "\"}");
  }

  private final TestKey key = TestKey.Kind.P_256.generate();
  private final String certificate = Sketch.leaf(key.open(), "A").pem();
  private final String pem = key.pem() + certificate;

  static Stream<String> ways() {
    return WAYS.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void decode_pem_isReadWhateverBecameOfIt(String way) throws Exception {
    String value = changed(way, pem);

    assertArrayEquals(expected(), CertificateBundle.decode(value).toPem());
  }

  @ParameterizedTest
  @MethodSource("ways")
  void decode_pkcs12_isReadWhateverBecameOfIt(String way) throws Exception {
    byte[] pkcs12 = CertificateBundle.decode(pem).toPkcs12("a", "");
    String value = changed(way, Base64.getMimeEncoder().encodeToString(pkcs12) + "\n");

    assertArrayEquals(expected(), CertificateBundle.decode(value).toPem());
  }

  @Test
  void decode_computeJson_opensWithItsOwnPassword() throws Exception {
    String pkcs12 = base64(CertificateBundle.decode(pem).toPkcs12("a", "right"));
    String json = "{\"data\": \"%s\", \"dataType\": \"pfx\", \"password\": \"%s\"}";

    assertArrayEquals(
        expected(), CertificateBundle.decode(json.formatted(pkcs12, "right")).toPem());
    PasswordNeededException e =
        assertThrows(
            PasswordNeededException.class,
            () -> CertificateBundle.decode(json.formatted(pkcs12, "hunter2")));
    assertTrue(e.reason().contains("the one beside it in its JSON"), e.reason());
    assertFalse(e.reason().contains("hunter2"), e.reason());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u2014\u2013", "----", "\u2013\u2013\u2013\u2013\u2013"})
  void decode_otherDashes_areRead(String dashes) throws Exception {
    assertArrayEquals(expected(), CertificateBundle.decode(pem.replace("-----", dashes)).toPem());
    assertArrayEquals(
        expected(),
        CertificateBundle.decode(pem.replace("-----", dashes).replace("\n", "")).toPem());
  }

  @ParameterizedTest
  @ValueSource(strings = {"CERTIFCATE", "CERTIFICATES", "X.509 CERT", "certificate"})
  void decode_misspelledLabel_theContentCounts(String label) throws Exception {
    assertArrayEquals(
        expected(), CertificateBundle.decode(pem.replace("CERTIFICATE", label)).toPem());
  }

  @Test
  void decode_linesOfAJsonArray_areRead() throws Exception {
    String lines = "[\"" + pem.strip().replace("\n", "\",\n  \"") + "\"]";

    assertArrayEquals(expected(), CertificateBundle.decode(lines).toPem());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "correct horse battery staple",
        "hunter2hunter2hunter2",
        "{\"user\": \"me\", \"password\": \"hunter2\"}",
        "{\"data\": {\"password\": \"hunter2\"}}",
        "{\"data\": \"hunter2\"}",
        "\"hunter2 hunter2\"",
        "<xml>hunter2</xml>",
        "MIIhunter2",
        "-- begin of hunter2 --"
      })
  void decode_anythingElse_isRefusedAndNeverShown(String value) {
    UnusableCertificateException e =
        assertThrows(UnusableCertificateException.class, () -> CertificateBundle.decode(value));

    assertFalse(e.reason().contains("hunter2"), e.reason());
    assertFalse(e.reason().contains("horse"), e.reason());
  }

  @Test
  void decode_base64OfBase64AndSoOn_endsSomewhere() {
    String value = pem;
    for (int i = 0; i < 8; i++) {
      value = base64(value.getBytes(UTF_8));
    }
    String deep = value;

    assertThrows(UnusableCertificateException.class, () -> CertificateBundle.decode(deep));
  }

  @Test
  void toString_ofAnything_hidesIt() throws Exception {
    assertEquals("WrappedValue[PEM]", WrappedValue.unwrap(pem).toString());
    assertEquals(
        "JsonWrapping[hidden]", JsonWrapping.parse("\"hunter2\"").orElseThrow().toString());
    assertEquals("BundlePassword[https://x]", BundlePassword.of("hunter2", "https://x").toString());
  }

  private static String changed(String way, String text) {
    return WAYS.getOrDefault(way, UnaryOperator.identity()).apply(text);
  }

  private byte[] expected() throws UnusableCertificateException {
    return CertificateBundle.decode(certificate + key.pem()).toPem();
  }

  private static String compute(String text) {
    return "{\"data\": \"%s\", \"dataType\": \"pem\"}".formatted(base64(text.getBytes(UTF_8)));
  }

  private static String urlSafe(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }

  private static byte[] utf16(String text) {
    return ("\ufeff" + text).getBytes(UTF_16LE);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
