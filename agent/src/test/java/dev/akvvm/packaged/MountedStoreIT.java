package dev.akvvm.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.akvvm.vm.Execution;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Readers for whom the store has another name, as it has in containers. */
@Timeout(180)
@OnMachine
final class MountedStoreIT {
  private static final String STORE = "/etc/certs";
  private static final String SERVED = "/run/rootfs/tmp/served";

  /** Shows the certificate in a file to someone who has the store at /run/inside only. */
  private static final String READ_INSIDE =
      """
      mkdir -p /run/inside
      mount --bind -o ro %1$s /run/inside
      mount -t tmpfs tmpfs %1$s
      openssl x509 -outform DER -in "/run/inside/$1" -out /run/inside.der
      sha256sum </run/inside.der
      """
          .formatted(STORE);

  /** A read-only mount, and a user whom the settings let read. */
  private static final String CONTAINER =
      """
      umount --recursive /sys/fs/cgroup 2>/dev/null || true
      mount -t cgroup2 cgroup2 /sys/fs/cgroup
      mkdir -p /etc/containers
      cat >/etc/containers/storage.conf <<END
      [storage]
      driver = "vfs"
      runroot = "/run/containers/storage"
      graphroot = "/var/lib/containers/storage"
      END
      root=/run/rootfs
      mkdir -p $root/bin $root/proc $root/dev $root/sys $root/etc $root/run $root/tmp
      chmod 1777 $root/tmp
      for file in /bin/busybox $(ldd /bin/busybox | grep -o '/[^ ]*' || true); do
        mkdir -p "$root${file%/*}"
        cp -L "$file" "$root$file"
      done
      for name in sh cat mv sleep; do ln -s busybox $root/bin/$name; done
      podman --cgroup-manager=cgroupfs run --detach --name web --user 101 \\
        --cgroups=disabled --network=none --log-driver=none \\
        --ulimit nofile=1024:1024 --ulimit nproc=1024:1024 \\
        --volume /etc/certs:/certs:ro --rootfs $root \\
        sh -c 'trap "cat /certs/contoso.web >/tmp/read; mv /tmp/read /tmp/served" HUP; while :; do sleep 0.2; done'
      """;

  private final Machine machine;
  private final PackageFolder handler;

  MountedStoreIT(Machine machine, PackageFolder handler) {
    this.machine = machine;
    this.handler = handler;
  }

  @ParameterizedTest
  @CsvSource({"combined, contoso.web", "split, contoso.web.pem", "certbot, contoso.web/cert.pem"})
  void renewal_underAnotherName_relativeLinksLeadToIt(String layout, String link) {
    Emulator.Version first = machine.azure().create("web");
    enable(0, layout, "relative");
    handler.awaitSubstatus(0, "web", ": version " + first.version());
    assertEquals(first.fingerprint(), inside(link).output().split(" ", -1)[0]);

    Emulator.Version second = machine.azure().renew("web");
    handler.awaitSubstatus(0, "web", ": version " + second.version());
    assertEquals(second.fingerprint(), inside(link).output().split(" ", -1)[0]);
  }

  @Test
  void settings_linksBecomeRelative_areWrittenAnewAndNothingIsRun() {
    Actions actions = new Actions(machine);
    machine.azure().create("web");
    actions.noting("/var/lib/akvvm-test/note", "$AKVVM_VERSIONS");
    enable(0, "combined", "absolute");
    handler.awaitSubstatus(0, "web", "success: version");
    machine.await().until("it was noted", Machine.SOON, () -> actions.log().size() == 1);
    assertNotEquals(0, inside("contoso.web").exitCode());

    enable(1, "combined", "relative");
    machine
        .await()
        .until("it leads there", Machine.SOON, () -> inside("contoso.web").exitCode() == 0);
    handler.awaitSubstatus(1, "web", "success: version");
    assertEquals(1, actions.log().size());
  }

  /** Debian's podman; nothing is fetched, because the container has this machine's busybox. */
  @Test
  @Tag("nightly")
  void container_renewal_readsItOnceItGetsTheSignal() {
    machine.write("/run/container", CONTAINER);
    Emulator.Version first = machine.azure().create("web");
    handler.settings(
        0,
        Settings.polling(2, "web")
            .with("certificateStoreLocation", STORE)
            .with("links", "relative")
            .with("acls", List.of(Map.of("user", "101")))
            .with(
                "onRenewal",
                Map.of("run", List.of("/usr/bin/podman", "kill", "--signal=HUP", "web")))
            .json());
    handler.run(0, "enable").output();
    handler.awaitSubstatus(0, "web", "warning: run of /usr/bin/podman failed");

    machine.output("sh", "-e", "/run/container");

    handler.awaitSubstatus(0, "web", "success: version " + first.version());
    awaitReadByContainer(first);
    awaitReadByContainer(machine.azure().renew("web"));
  }

  private void awaitReadByContainer(Emulator.Version version) {
    machine
        .await()
        .until(
            "the container has read version " + version.version(),
            Machine.SOON,
            () ->
                !machine.read(SERVED).isEmpty()
                    && HonestStore.fingerprint(machine, SERVED).equals(version.fingerprint()));
  }

  private Execution inside(String link) {
    return machine.run("unshare", "--mount", "sh", "-ec", READ_INSIDE, "-", link);
  }

  private void enable(int number, String layout, String links) {
    handler.settings(
        number,
        Settings.polling(2, "web")
            .with("certificateStoreLocation", STORE)
            .with("layout", layout)
            .with("links", links)
            .with("onRenewal", Map.of("run", List.of("/var/lib/akvvm-test/note")))
            .json());
    handler.run(number, "enable").output();
  }
}
