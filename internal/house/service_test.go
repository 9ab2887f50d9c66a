package house

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const service = "deploy/systemd/chuyme.service"

// directives reads a unit of systemd: the values of each key, by section. A line that is neither a section, a key nor a
// comment is a fault.
func directives(t *testing.T) map[string]map[string][]string {
	t.Helper()
	out, section := map[string]map[string][]string{}, ""
	header, pair := regexp.MustCompile(`^\[(\w+)\]$`), regexp.MustCompile(`^([A-Z][A-Za-z]*)=(.*)$`)
	n := 0
	for line := range strings.Lines(read(t, service)) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if m := header.FindStringSubmatch(line); m != nil {
			section = m[1]
			out[section] = map[string][]string{}
			continue
		}
		m := pair.FindStringSubmatch(line)
		if m == nil || section == "" {
			t.Fatalf("%s:%d: %q is no line of a unit", service, n, line)
		}
		out[section][m[1]] = append(out[section][m[1]], m[2])
	}
	return out
}

// TestServiceIsHardened holds the service to what it may not do without.
func TestServiceIsHardened(t *testing.T) {
	unit := directives(t)
	for _, want := range []struct{ key, value string }{
		{"DynamicUser", "yes"}, {"StateDirectory", "chuyme"}, {"StateDirectoryMode", "0700"}, {"UMask", "0077"}, {"ProtectSystem", "strict"},
		{"ProtectHome", "yes"}, {"PrivateTmp", "yes"}, {"PrivateDevices", "yes"}, {"NoNewPrivileges", "yes"}, {"CapabilityBoundingSet", ""},
		{"MemoryDenyWriteExecute", "yes"}, {"SystemCallArchitectures", "native"}, {"SystemCallFilter", "@system-service"},
		{"RestrictAddressFamilies", "AF_INET AF_INET6 AF_UNIX"}, {"RestrictNamespaces", "yes"}, {"ProtectKernelTunables", "yes"},
		{"ProtectKernelModules", "yes"}, {"ProtectControlGroups", "yes"}, {"LockPersonality", "yes"}, {"LimitCORE", "0"}, {"Restart", "always"},
		{"LoadCredential", "chuyme.yaml:/etc/chuyme/chuyme.yaml"}, {"LoadCredential", "master-key.json:/etc/chuyme/master-key.json"},
		{"EnvironmentFile", "-/etc/chuyme/environment"}, {"ExecStart", "/usr/local/bin/chuyme serve"},
	} {
		found := false
		for _, v := range unit["Service"][want.key] {
			found = found || v == want.value
		}
		if !found {
			t.Errorf("%s: %s is %q, want %q among it", service, want.key, unit["Service"][want.key], want.value)
		}
	}
	for _, v := range unit["Service"]["Environment"] {
		if name, _, _ := strings.Cut(v, "="); !isSetting(name) {
			t.Errorf("%s: %s is no setting", service, name)
		}
	}
	if unit["Unit"]["Description"] == nil || unit["Install"]["WantedBy"] == nil {
		t.Errorf("%s has no description or is wanted by nobody", service)
	}
}

// TestServiceAsSystemdReadsIt asks systemd itself, where there is one. The program's path is replaced: it need not be
// installed on the machine that tests.
func TestServiceAsSystemdReadsIt(t *testing.T) {
	analyze, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Log("no systemd-analyze on this machine: TestServiceIsHardened alone has read the unit")
		return
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(t.TempDir(), "chuyme.service")
	if err := os.WriteFile(copied, []byte(strings.ReplaceAll(read(t, service), "/usr/local/bin/chuyme", self)), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), analyze, "verify", "--man=no", copied).CombinedOutput(); err != nil || strings.Contains(string(out), copied) {
		t.Errorf("systemd-analyze verify: %v\n%s", err, out)
	}
	// 2.0 of 10 is what systemd calls OK with room for what the next version asks.
	if out, err := exec.CommandContext(t.Context(), analyze, "security", "--offline=true", "--threshold=20", "--no-pager", copied).CombinedOutput(); err != nil {
		t.Errorf("systemd-analyze security: %v\n%s", err, out)
	}
}
