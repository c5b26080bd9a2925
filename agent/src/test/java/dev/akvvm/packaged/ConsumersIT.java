package dev.akvvm.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers of Debian's, set up as docs/consumers.md says, that are to serve what was renewed. */
@Timeout(600)
@OnMachine
final class ConsumersIT {
  private static final String STORE = "/etc/certs";

  /** For servers that take long to start, on a machine that is busy with other tests. */
  private static final Duration LONG = Duration.ofMinutes(5);

  private static final String HAPROXY =
      """
      global
        stats socket /run/haproxy.sock mode 600 level admin expose-fd listeners
      defaults
        mode http
        timeout client 20s
        timeout server 20s
        timeout connect 5s
      frontend web
        bind 127.0.0.1:8443 ssl crt /etc/certs
        http-request return status 200 content-type text/plain string well
      """;

  private static final String POSTGRES =
      """
      programs=$(ls -d /usr/lib/postgresql/*/bin | tail -n 1)
      mkdir /run/postgres
      chown postgres: /run/postgres
      cd /run/postgres
      runuser -u postgres -- "$programs/initdb" -D /run/postgres/data >/dev/null
      cat >>/run/postgres/data/postgresql.conf <<END
      ssl = on
      ssl_cert_file = '/etc/certs/db/fullchain.pem'
      ssl_key_file = '/etc/certs/db/privkey.pem'
      unix_socket_directories = '/run/postgres'
      END
      runuser -u postgres -- "$programs/pg_ctl" start -w -D data -l log >/dev/null
      """;

  private static final String MARIADB =
      """
      mkdir -p /run/mysql /run/mysqld
      chown mysql: /run/mysql /run/mysqld
      mariadb-install-db --no-defaults --user=mysql --datadir=/run/mysql \\
        --auth-root-authentication-method=socket >/dev/null 2>&1
      setsid mariadbd --no-defaults --user=mysql --datadir=/run/mysql --socket=/run/mysqld/mysqld.sock \\
        --bind-address=127.0.0.1 --ssl-cert=/etc/certs/db/fullchain.pem \\
        --ssl-key=/etc/certs/db/privkey.pem </dev/null >/run/mysql.log 2>&1 &
      """;

  private static final String RABBITMQ =
      """
      mkdir /run/rabbitmq
      cat >/run/rabbitmq/rabbitmq.conf <<END
      listeners.tcp = none
      listeners.ssl.1 = 127.0.0.1:5671
      ssl_options.certfile = /etc/certs/db/fullchain.pem
      ssl_options.keyfile = /etc/certs/db/privkey.pem
      END
      chown -R rabbitmq: /run/rabbitmq
      export HOME=/run/rabbitmq RABBITMQ_NODENAME=rabbit@localhost
      export RABBITMQ_CONFIG_FILE=/run/rabbitmq/rabbitmq.conf RABBITMQ_PID_FILE=/run/rabbitmq/pid
      export RABBITMQ_MNESIA_BASE=/run/rabbitmq/data RABBITMQ_LOG_BASE=/run/rabbitmq/log
      export RABBITMQ_ENABLED_PLUGINS_FILE=/run/rabbitmq/plugins
      setsid rabbitmq-server </dev/null >/run/rabbitmq.log 2>&1 &
      """;

  private final Machine machine;
  private final PackageFolder handler;

  ConsumersIT(Machine machine, PackageFolder handler) {
    this.machine = machine;
    this.handler = handler;
  }

  /** The link's name sorts last, and so do the links of certificates that are not renewed. */
  @Test
  void haproxyWithAFolder_hiddenVersions_servesTheCurrentOneOnly() {
    Placed web = Placed.in(STORE, "web").with("customSymbolicLinkName", "zz");
    Map<String, Object> reload =
        Map.of("run", List.of("/bin/sh", "-c", "kill -USR2 $(cat /run/haproxy.pid)"));
    machine.azure().create("web", "{\"keyType\": \"P-256\"}");
    enable(0, web.with("onRenewal", reload));
    handler.awaitSubstatus(0, "web", "failed (exit code ");
    Emulator.Version second = machine.azure().renew("web");
    handler.awaitSubstatus(0, "web", "on disk: version " + second.version());

    // Two versions beside the link, of which any may be served; now they are hidden.
    enable(1, web.with("onRenewal", reload).with("versions", "hidden"));
    handler.awaitSubstatus(1, "web", "on disk: version " + second.version());
    machine.await().until("only the link is left", Machine.SOON, () -> names().equals("zz\n"));
    machine.write("/run/haproxy.cfg", HAPROXY);
    machine.output("haproxy", "-W", "-D", "-p", "/run/haproxy.pid", "-f", "/run/haproxy.cfg");
    TlsLoad.awaitServed(machine, 8443, second);

    for (int i = 0; i < 3; i++) {
      TlsLoad.awaitServed(machine, 8443, machine.azure().renew("web"));
      assertEquals("zz\n", names());
    }
    handler.awaitSubstatus(1, "web", "success: version");
    assertEquals("5\n", machine.output("sh", "-c", "ls /etc/certs/.versions | wc -l"));
  }

  private String names() {
    return machine.output("ls", STORE);
  }

  @Test
  void postgres_renewal_isServedAfterAReload() {
    Emulator.Version first = serve("postgres", POSTGRES, "-starttls", "postgres", "127.0.0.1:5432");
    String mode = machine.output("stat", "-L", "-c", "%a %U", STORE + "/db/privkey.pem");
    assertEquals("640 root\n", mode);
    enable(
        1,
        db("postgres")
            .with(
                "onRenewal",
                Map.of(
                    "run",
                    List.of(
                        "/bin/sh",
                        "-c",
                        "kill -HUP $(head -n 1 /run/postgres/data/postmaster.pid)"))));
    awaitRenewed(first, "-starttls", "postgres", "127.0.0.1:5432");
  }

  @Test
  void mariadb_renewal_isServedAfterFlush() {
    Emulator.Version first = serve("mysql", MARIADB, "-starttls", "mysql", "127.0.0.1:3306");
    enable(
        1,
        db("mysql")
            .with(
                "onRenewal",
                Map.of(
                    "run",
                    List.of(
                        "/usr/bin/mariadb",
                        "--no-defaults",
                        "--socket=/run/mysqld/mysqld.sock",
                        "-e",
                        "FLUSH SSL"))));
    awaitRenewed(first, "-starttls", "mysql", "127.0.0.1:3306");
  }

  /** Erlang takes long to start. */
  @Test
  @Tag("nightly")
  void rabbitmq_renewal_isServedOnceTheCacheIsCleared() {
    Emulator.Version first = serve("rabbitmq", RABBITMQ, "-tls1_2", "127.0.0.1:5671");
    enable(
        1,
        db("rabbitmq")
            .with(
                "onRenewal",
                Map.of(
                    "run",
                    List.of(
                        "/usr/sbin/rabbitmqctl",
                        "-n",
                        "rabbit@localhost",
                        "eval",
                        "ssl:clear_pem_cache()."))));
    awaitRenewed(first, "-tls1_2", "127.0.0.1:5671");
  }

  private static Placed db(String user) {
    return Placed.in(STORE, "db").as("certbot").with("customSymbolicLinkName", "db").readBy(user);
  }

  /** Installs it for this user, starts the server, and waits until it serves the certificate. */
  private Emulator.Version serve(String user, String start, String... address) {
    Emulator.Version first = machine.azure().create("db");
    enable(0, db(user));
    handler.awaitSubstatus(0, "db", "success: version " + first.version());
    machine.output("sh", "-ec", start);
    awaitServed(first, address);
    return first;
  }

  /** What nobody tells goes on serving the old one; so what is served afterwards was asked for. */
  private void awaitRenewed(Emulator.Version first, String... address) {
    handler.awaitSubstatus(1, "db", "success: version " + first.version());
    Emulator.Version second = machine.azure().renew("db");
    assertNotEquals(first.fingerprint(), second.fingerprint());
    awaitServed(second, address);
    handler.awaitSubstatus(1, "db", "success: version " + second.version());
  }

  private void awaitServed(Emulator.Version version, String... address) {
    machine
        .await()
        .until(
            version.version() + " is served",
            LONG,
            () -> served(address).equals(version.fingerprint()));
  }

  /** SHA-256 of the certificate that is served, in hex; empty for none. */
  private String served(String... address) {
    String shown =
        machine
            .run(
                "sh",
                "-c",
                "openssl s_client -connect %s </dev/null 2>/dev/null".formatted(connect(address))
                    + " | openssl x509 -noout -fingerprint -sha256")
            .stdout();
    return shown.replaceAll(".*=|[:\\s]", "").toLowerCase(Locale.ROOT);
  }

  private static String connect(String... address) {
    List<String> words = List.of(address);
    return words.getLast() + " " + String.join(" ", words.subList(0, words.size() - 1));
  }

  private void enable(int number, Placed certificate) {
    handler.settings(
        number,
        new ObjectMapper()
            .valueToTree(
                Map.of(
                    "secretsManagementSettings",
                    Map.of(
                        "pollingIntervalInS",
                        2,
                        "observedCertificates",
                        List.of(certificate.json()))))
            .toString());
    handler.run(number, "enable").output();
  }
}
