package dev.akvvm.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.akvvm.service.DetachedLauncher;
import dev.akvvm.service.Timeouts;
import dev.akvvm.summary.SummaryFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code bin/handler validate}: what an operator and a pipeline get to see. */
final class ValidateCommandTest {
  private static final String STORE = "/var/lib/waagent/Microsoft.Azure.KeyVault.Store/";
  private static final String GOOD =
      """
      {"secretsManagementSettings": {"observedCertificates": ["https://con.vault.azure.net/secrets/web"]}}
      """;
  private static final String GOOD_LINE =
      "https://con.vault.azure.net/secrets/web -> "
          + STORE
          + "con.web (combined; read by root; identity: the machine's own)\n";
  private static final String RICH =
      """
      {"secretsManagementSettings": {
         "pollingIntervalInS": 60,
         "observedCertificates": [
           {"url": "https://con.vault.azure.net/certificates/web/0123456789abcdef0123456789abcdef",
            "certificateStoreLocation": "/srv/certs", "customSymbolicLinkName": "site",
            "layout": "split", "retainedVersions": 2, "onDisabled": "previous", "links": "relative", "versions": "hidden",
            "keystore": {"type": "jks", "passwordUrl": "https://con.vault.azure.net/secrets/pw"},
            "acls": [{"user": "www-data", "group": "ssl"}],
            "authenticationOverride": {"msiClientId": "00000000-aaaa-bbbb-cccc-000000000001"}},
           "https://con.vault.azure.net/secrets/api"]},
       "authenticationSettings": {"msiClientId": "00000000-aaaa-bbbb-cccc-000000000002"}}
      """;
  private static final String BAD =
      """
      {"secretsManagementSettings": {"pollingIntervalInS": 0, "linkOnRenewal": true,
        "observedCertificates": ["a\\nb", 5]}, "loggingSetting": {}}
      """;
  private static final String AT = "/secretsManagementSettings";
  private static final String LINK_ON_RENEWAL =
      "no meaning on Linux, ignored; the current link is always switched to the new version";
  private static final String NO_URL =
      "\"a\\nb\" is not a URL: expected https://<vault>.vault.azure.net/secrets/<name>[/<version>]";

  private final Path file;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  ValidateCommandTest(@TempDir Path folder) {
    file = folder.resolve("settings.json");
  }

  @Test
  void validate_usable_0AndOneLineACertificate() throws Exception {
    assertEquals(0, validate(GOOD));

    assertEquals(GOOD_LINE, out.toString());
    assertEquals("", err.toString());
  }

  @Test
  void validate_usableWithWarnings_whatWouldBeInstalledWhere() throws Exception {
    assertEquals(0, validate(RICH));

    assertEquals(
        """
        https://con.vault.azure.net/secrets/web/0123456789abcdef0123456789abcdef -> \
        /srv/certs/site.pem, /srv/certs/site.keyid, /srv/certs/site.luma, /srv/certs/site.jks \
        (split, relative links, hidden versions; read by root, user www-data, group ssl; identity: 00000000-aaaa-bbbb-cccc-000000000001; \
        on disabled: previous)
        https://con.vault.azure.net/secrets/api -> %scon.api \
        (combined; read by root; identity: 00000000-aaaa-bbbb-cccc-000000000002)
        """
            .formatted(STORE),
        out.toString());
    assertEquals(
        file
            + ": /secretsManagementSettings/pollingIntervalInS: warning: below 300 s many machines"
            + " may exceed the vault's request limit; 60 is honoured\n",
        err.toString());
  }

  @Test
  void validate_logReceiver_hasALineOrAMember() throws Exception {
    String settings =
        "{\"loggingSettings\": {\"endpoint\": \"tcp://localhost:24224\"}, " + GOOD.substring(1);
    assertEquals(0, validate(settings));
    assertEquals(
        GOOD_LINE
            + "log lines -> tcp://localhost:24224 (fluentd, unencrypted; tag: akvvm_service)\n",
        out.toString());
    assertEquals(0, validate(settings, "--json"));
    assertTrue(
        out.toString()
            .contains(
                "\"logReceiver\":{\"endpoint\":\"tcp://localhost:24224\",\"tag\":\"akvvm_service\"}"),
        out.toString());
  }

  @Test
  void validate_notUsable_53AndEveryProblemOnItsLineTheReasonFirst() throws Exception {
    assertEquals(53, validate(BAD));

    assertEquals("", out.toString());
    assertEquals(
        """
        F: AT/pollingIntervalInS: expected a positive whole number, found 0
        F: AT/observedCertificates/0: NO_URL
        F: AT/observedCertificates/1: expected a URL or an object with a url, found 5
        F: /loggingSetting: warning: unknown key, ignored; did you mean loggingSettings?
        F: AT/linkOnRenewal: warning: LINK
        """
            .replace("AT", AT)
            .replace("LINK", LINK_ON_RENEWAL)
            .replace("NO_URL", NO_URL)
            .replace("F:", file + ":"),
        err.toString());
  }

  @Test
  void validate_actions_areShownAndThoseMissingHereWarnedOf() throws Exception {
    assertEquals(
        0,
        validate(
            """
            {"secretsManagementSettings": {"onRenewal": {"reload": "nginx", "restart": ["app"],
              "run": ["/nosuch/program", "x"], "check": ["nosuchprogram"]},
              "observedCertificates": ["https://con.vault.azure.net/secrets/web"]}}
            """));
    assertTrue(
        out.toString()
            .contains(
                "; on renewal: reload nginx.service, restart app.service, run /nosuch/program)"),
        out.toString());
    assertEquals(
        """
        F: warning: onRenewal: /nosuch/program: it does not exist on this machine
        F: warning: onRenewal: nosuchprogram: it does not exist on this machine
        """
            .replace("F:", file + ":"),
        err.toString()
            .lines()
            .filter(line -> !line.contains("the unit"))
            .map(l -> l + "\n")
            .reduce("", String::concat));
  }

  @Test
  void validate_moreProblemsThanAzureShows_allOfThem() throws Exception {
    String urls = String.join(",", Stream.generate(() -> "\"ftp://a\"").limit(300).toList());

    assertEquals(53, validate(GOOD.replace("\"https://con.vault.azure.net/secrets/web\"", urls)));

    assertEquals(300, err.toString().lines().count());
  }

  @Test
  void validate_envelope_pointersOfTheFile() throws Exception {
    assertEquals(
        53,
        validate(
            """
            {"runtimeSettings": [{"handlerSettings": {"publicSettings": {}, "protectedSettings": "MIIB"}}]}
            """));

    assertEquals(
        """
        F: /runtimeSettings/0/handlerSettings/publicSettings/secretsManagementSettings/\
        observedCertificates: observedCertificates cannot be empty: name at least one certificate's URL
        F: /runtimeSettings/0/handlerSettings/protectedSettings: warning: encrypted, so not checked \
        here; what only they hold counts as missing
        """
            .replace("F:", file + ":"),
        err.toString());
  }

  @Test
  void validate_notJson_53WithThePlace() throws Exception {
    assertEquals(53, validate("{\n  \\\"hunter2\\\": 1}"));

    assertEquals(
        file
            + ": line 2, column 3: not JSON; the backslashes before the quotes are a shell's"
            + " (PowerShell?): pass a file instead: --settings @settings.json\n",
        err.toString());
  }

  @Test
  void validate_jsonOfUsable_oneObject() throws Exception {
    assertEquals(0, validate(RICH, "--json"));

    assertJson(
        """
        {"valid": true,
         "problems": [{"pointer": "/secretsManagementSettings/pollingIntervalInS", "severity": "warning",
           "message": "below 300 s many machines may exceed the vault's request limit; 60 is honoured"}],
         "certificates": [
           {"url": "https://con.vault.azure.net/secrets/web/0123456789abcdef0123456789abcdef",
            "links": ["/srv/certs/site.pem", "/srv/certs/site.keyid", "/srv/certs/site.luma",
                      "/srv/certs/site.jks"],
            "layout": "split",
            "keystore": {"type": "jks", "passwordUrl": "https://con.vault.azure.net/secrets/pw"},
            "retainedVersions": 2,
            "onDisabled": "previous",
            "linkTargets": "relative",
            "versions": "hidden",
            "acls": [{"user": "www-data"}, {"group": "ssl"}],
            "identity": "00000000-aaaa-bbbb-cccc-000000000001"},
           {"url": "https://con.vault.azure.net/secrets/api",
            "links": ["/var/lib/waagent/Microsoft.Azure.KeyVault.Store/con.api"],
            "layout": "combined", "acls": [],
            "identity": "00000000-aaaa-bbbb-cccc-000000000002"}]}
        """);
  }

  @Test
  void validate_jsonOfUnusable_53AndTheProblemsInIt() throws Exception {
    assertEquals(53, validate("{", "--json"));

    assertJson(
        """
        {"valid": false, "certificates": [], "problems": [{"pointer": "", "severity": "error",
          "message": "line 1, column 2: not JSON: it ends too early"}]}
        """);
  }

  @Test
  void validate_standardInput_isReadAndNamed() {
    assertEquals(0, run(GOOD.getBytes(UTF_8), "-"));
    assertEquals(GOOD_LINE, out.toString());

    assertEquals(53, run(new byte[0], "-"));
    assertEquals(
        "standard input: empty: expected an object with secretsManagementSettings\n",
        err.toString());
  }

  @Test
  void validate_atSignBeforeTheFile_asForAzuresCli() throws Exception {
    Files.writeString(file, GOOD);

    assertEquals(0, run(new byte[0], "@" + file), err::toString);
    assertEquals(GOOD_LINE, out.toString());
  }

  @Test
  void validate_fileOfPowerShell_isUnderstood() throws Exception {
    assertEquals(0, validate(("\uFEFF" + GOOD), UTF_16LE));
    assertEquals(0, validate(("\uFEFF" + GOOD), UTF_8));
  }

  @Test
  void validate_otherEncoding_53() throws Exception {
    assertEquals(53, validate("\"ü\"", ISO_8859_1));

    assertEquals(file + ": not text in UTF-8\n", err.toString());
  }

  @Test
  void validate_hugeFile_53() throws Exception {
    assertEquals(53, validate(" ".repeat(2 * 1024 * 1024 + 1)));

    assertEquals(file + ": larger than 2097152 bytes\n", err.toString());
  }

  @Test
  void validate_noSuchFile_52InOneLine() {
    assertEquals(52, run(new byte[0], file.toString()));

    assertEquals(
        "cannot read the settings: " + file + ": no such file or directory\n", err.toString());
  }

  @Test
  void validate_folder_52InOneLine() throws Exception {
    Files.createDirectory(file);

    assertEquals(52, run(new byte[0], file.toString()));

    assertEquals("cannot read the settings: " + file + ": Is a directory\n", err.toString());
  }

  @Test
  void validate_noFile_53WithWhatIsMissing() {
    assertEquals(53, run(new byte[0]));

    assertTrue(err.toString().startsWith("Missing required parameter: 'FILE'"), err::toString);
  }

  @Test
  void validate_help_tellsTheExitCodes() {
    assertEquals(0, run(new byte[0], "--help"));

    assertTrue(out.toString().contains("53"), out::toString);
  }

  private int validate(String text, String... options) throws IOException {
    Files.writeString(file, text);
    return run(
        new byte[0],
        Stream.concat(Stream.of(options), Stream.of(file.toString())).toArray(String[]::new));
  }

  private int validate(String text, Charset charset) throws IOException {
    Files.writeString(file, text, charset);
    return run(new byte[0], file.toString());
  }

  private int run(byte[] standardInput, String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    HandlerContext nothing =
        new HandlerContext(
            Path.of("src/package"),
            Map.of(),
            Clock.systemUTC(),
            new DetachedLauncher(),
            Timeouts.USUAL,
            new CommandFile(file, List.of(file)),
            new SummaryFile(file));
    CommandLine line = Main.commandLine(nothing, new ByteArrayInputStream(standardInput));
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(
        Stream.concat(Stream.of("validate"), Stream.of(arguments)).toArray(String[]::new));
  }

  private void assertJson(String expected) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    assertEquals(mapper.readTree(expected), mapper.readTree(out.toString()));
    assertEquals("", err.toString());
    assertEquals(1, out.toString().lines().count());
  }
}
