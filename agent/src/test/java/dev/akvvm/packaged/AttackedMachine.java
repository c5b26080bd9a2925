package dev.akvvm.packaged;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.akvvm.vm.Execution;
import dev.akvvm.vm.VmProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A machine with an {@link Attacker}, an {@link HonestStore}, private keys that only root may read,
 * and the agent. It reports whatever happens to things that are not the attacker's.
 */
final class AttackedMachine {
  /** The polling interval, one second, and what a poll may take on a busy machine. */
  static final Duration IN_TIME = Duration.ofSeconds(20);

  /** Root's folders that programs are run from, and one that is closed to others. */
  static final String CRON = "/etc/cron.daily";

  static final String HOOKS = "/etc/akvvm/renewal-hooks/deploy";
  static final String PRIVATE = "/root/private";

  /** A chain and its key, in one file and in certbot's four; only root may read them. */
  static final String FOREIGN_FILES = "/etc/ssl/foreign";

  static final String FOREIGN_FOLDER = "/etc/letsencrypt/live/foreign";
  static final List<String> FOREIGN = List.of(FOREIGN_FILES, FOREIGN_FOLDER, HonestStore.FOLDER);

  /** Where the attacker's links lead. */
  static final List<String> TARGETS = List.of(CRON, HOOKS, PRIVATE, "/etc", HonestStore.FOLDER);

  private static final String FURNISH =
      """
      echo "mallory:x:4321:4321::/home/app:/bin/sh" >>/etc/passwd
      echo "mallory:x:4321:" >>/etc/group
      echo "reader:x:4322:4322::/:/bin/sh" >>/etc/passwd
      echo "reader:x:4322:" >>/etc/group
      mkdir -p /etc/cron.daily /etc/akvvm/renewal-hooks/deploy /srv/app
      mkdir -p /etc/ssl/foreign /etc/letsencrypt/live/foreign
      mkdir -m 1777 /run/caught /run/canary
      mkdir -m 700 /root/private
      pair() {
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 90 \\
          -subj "/CN=$1" -keyout /run/key -out /run/chain 2>/dev/null
      }
      pair foreign
      cat /run/chain /run/key >/etc/ssl/foreign/both.pem
      cp /run/chain /etc/ssl/foreign/chain.pem
      cp /run/key /etc/ssl/foreign/key.pem
      cd /etc/letsencrypt/live/foreign
      for name in cert chain fullchain; do cp /run/chain $name.pem; done
      cp /run/key privkey.pem
      chmod 600 /etc/ssl/foreign/* /etc/letsencrypt/live/foreign/*
      mkdir -p /home/app/tls/ssl
      pair mallory
      cat /run/chain /run/key >/home/app/own.pem
      rm /run/chain /run/key
      chown -R mallory:mallory /home/app
      """;

  private final Machine machine;
  private final PackageFolder handler;
  private final HonestStore honest;
  private final Attacker attacker;
  private final boolean hasSystemd;
  private int number = -1;
  private @Nullable Harm harm;

  /** Furnishes a machine in which the package is unpacked. */
  AttackedMachine(Machine machine, PackageFolder handler, boolean hasSystemd) {
    this.machine = machine;
    this.handler = handler;
    this.hasSystemd = hasSystemd;
    if (!hasSystemd) {
      // This kind of machine would otherwise show its host's.
      for (String shared : List.of("/home", "/srv", "/root")) {
        machine.output("mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", shared);
      }
    }
    machine.output("sh", "-ec", FURNISH);
    honest = new HonestStore(machine);
    attacker = new Attacker(machine);
  }

  Machine machine() {
    return machine;
  }

  HonestStore honest() {
    return honest;
  }

  Attacker attacker() {
    return attacker;
  }

  /** Makes a certificate in the vault, with a key of its own. */
  Emulator.Version create(String name) {
    return machine.azure().create(name, HonestStore.OWN_KEY);
  }

  /** Enables the agent for these certificates, polled before those of the honest store. */
  Execution tryEnabling(Placed... victims) {
    number++;
    List<Map<String, Object>> all = new ArrayList<>();
    for (Placed each : victims) {
      all.add(each.json());
    }
    all.addAll(honest.certificates());
    handler.settings(number, settings(all));
    return handler.run(number, "enable");
  }

  private static String settings(List<Map<String, Object>> certificates) {
    try {
      return new ObjectMapper()
          .writeValueAsString(
              Map.of(
                  "secretsManagementSettings",
                  Map.of("pollingIntervalInS", "1", "observedCertificates", certificates)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same, which must succeed; waits until all are installed, then watches for harm. */
  void enable(Placed... victims) {
    tryEnabling(victims).output();
    for (Placed each : victims) {
      awaitSubstatus(each, "success: version");
    }
    renewHonest();
    watch();
  }

  /** Watches for harm from now on. */
  void watch() {
    harm = new Harm(machine, honest, attacker);
  }

  /** Renews both certificates of the honest store, which must arrive in time. */
  void renewHonest() {
    honest.renew(IN_TIME);
  }

  /** Waits until each certificate has been polled at least once, by the honest store's renewals. */
  void letPollsPass() {
    honest.renew(IN_TIME);
    honest.renew(IN_TIME);
  }

  /** Waits for what the status says of a certificate. */
  String awaitSubstatus(Placed certificate, String... texts) {
    return handler.awaitSubstatus(number, certificate.name(), texts);
  }

  String substatus(Placed certificate) {
    return handler.status(number).of(certificate.name());
  }

  /** The status as a whole. */
  PackageFolder.Status status() {
    return handler.status(number);
  }

  /** Of the newest settings. */
  int number() {
    return number;
  }

  PackageFolder handler() {
    return handler;
  }

  /** Waits until the substatus of a certificate is not a success, and returns it. */
  String awaitFailure(Placed certificate) {
    machine
        .await()
        .until(
            "a failure in the substatus of " + certificate.name(),
            Machine.SOON,
            () -> isFailure(substatus(certificate)));
    return substatus(certificate);
  }

  /** Waits until the substatus says that this folder makes the store unsafe. */
  void awaitRefusal(Placed certificate, String folder) {
    machine
        .await()
        .until(
            "a refusal of " + certificate.store() + " because of " + folder,
            Machine.SOON,
            () -> {
              String said = substatus(certificate);
              return isFailure(said) && UnsafeStoreIT.isToldOf(said, folder);
            });
  }

  private static boolean isFailure(String said) {
    return !said.isEmpty() && !said.startsWith("success");
  }

  /** Ends the agent without a warning and waits for the next one. */
  void restartAgent() {
    if (hasSystemd) {
      machine.output("systemctl", "restart", "akvvm_service");
      return;
    }
    List<Long> old = javas();
    old.forEach(each -> machine.output("kill", "-KILL", Long.toString(each)));
    machine
        .await()
        .until(
            "another agent",
            Machine.SOON,
            () -> !javas().isEmpty() && javas().stream().noneMatch(old::contains));
  }

  /** The processes of the agent. */
  List<Long> javas() {
    return machine.javas().stream().map(VmProcess::pid).toList();
  }

  /** Fails, listing every change, unless all that is not the attacker's is as it was. */
  void assertUnharmed() {
    if (harm == null) {
      throw new IllegalStateException("nothing was watched");
    }
    harm.assertNone();
  }
}
