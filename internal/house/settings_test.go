package house

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/chuyme/chuyme/internal/config"
)

// TestDeployedYAMLIsYAML reads every YAML file of deploy, each of which must hold something.
func TestDeployedYAMLIsYAML(t *testing.T) {
	n := 0
	for _, name := range repository(t).files {
		if !strings.HasPrefix(name, "deploy/") || filepath.Ext(name) != ".yaml" {
			continue
		}
		n++
		var doc map[string]any
		if err := yaml.Unmarshal([]byte(read(t, name)), &doc); err != nil || len(doc) == 0 {
			t.Errorf("%s: %d keys, %v", name, len(doc), err)
		}
	}
	if n < 4 {
		t.Errorf("deploy has %d YAML files, want settings, compose, alerts and units", n)
	}
}

// settingLine is a line of the settings file that sets something, or would if its # were taken away.
var settingLine = regexp.MustCompile(`(?m)^(#?)([a-z][a-z_]*): (.*)$`)

// TestSettingsFileHolds loads the example as it stands, and once more with everything in it that is commented out.
func TestSettingsFileHolds(t *testing.T) {
	text := read(t, "deploy/chuyme.yaml")
	for name, content := range map[string]string{"as it stands": text, "all set": settingLine.ReplaceAllString(text, "$2: $3")} {
		file := filepath.Join(t.TempDir(), "chuyme.yaml")
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := config.Load([]string{"CHUYME_CONFIG=" + file}); err != nil {
			t.Errorf("deploy/chuyme.yaml, %s: %v", name, err)
		}
	}
}

// TestSettingsFileHasEverySetting wants each setting once, explained by the lines above it, and those that are set
// without a # at their defaults.
func TestSettingsFileHasEverySetting(t *testing.T) {
	text := read(t, "deploy/chuyme.yaml")
	found := map[string]string{}
	for _, m := range settingLine.FindAllStringSubmatch(text, -1) {
		if _, twice := found[m[2]]; twice {
			t.Errorf("deploy/chuyme.yaml has %s twice", m[2])
		}
		found[m[2]] = m[1] + m[3]
		if above := strings.Split(text[:strings.Index(text, "\n"+m[0])], "\n"); !strings.HasPrefix(above[len(above)-1], "# ") {
			t.Errorf("deploy/chuyme.yaml does not say what %s means", m[2])
		}
	}
	for _, s := range config.Settings() {
		key := strings.ToLower(strings.TrimPrefix(s.Name, "CHUYME_"))
		value, ok := found[key]
		switch {
		case !ok:
			t.Errorf("deploy/chuyme.yaml does not have %s", key)
		case !strings.HasPrefix(value, "#") && value != s.Default:
			t.Errorf("deploy/chuyme.yaml sets %s to %s; its default is %s", key, value, s.Default)
		}
		delete(found, key)
	}
	for key := range found {
		t.Errorf("deploy/chuyme.yaml has %s, which is no setting", key)
	}
}

// isSetting reports whether a variable may be set at all.
func isSetting(name string) bool {
	if name == "CHUYME_CONFIG" {
		return true
	}
	for _, s := range config.Settings() {
		if s.Name == name {
			return true
		}
	}
	return false
}
