package config

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
	"go.yaml.in/yaml/v4"
)

// Fault is one bad setting.
type Fault struct {
	Where string // "CHUYME_HTTP_ADDR" or "chuyme.yaml:3: http_addr"
	Wrong string
	Right string
}

func (f Fault) Error() string {
	if f.Right == "" {
		return f.Where + " " + f.Wrong
	}
	return f.Where + " " + f.Wrong + "; right would be: " + f.Right
}

// value is a setting as it was found, with the place that a fault names.
type value struct{ where, text string }

// Load reads the settings of environ ("NAME=value" each) and of the file that CHUYME_CONFIG names; the environment
// wins. All faults are reported at once, joined. CHUYME_TEST_ variables belong to the tests and are passed over.
func Load(environ []string) (*Config, error) {
	found, faults := fromEnviron(environ)
	if file, ok := found["CHUYME_CONFIG"]; ok {
		delete(found, "CHUYME_CONFIG")
		fromFile(file.text, found, &faults)
	}
	c := &Config{}
	for _, s := range table() {
		v, ok := found[s.name]
		if !ok {
			v = value{s.name, s.preset}
		}
		if !ok && s.preset == "" || ok && v.text == "" && s.preset == "" {
			continue
		}
		if v.text == "" {
			v.text = s.preset
		}
		if err := s.set(c, v.text); err != nil {
			faults = append(faults, Fault{v.where, err.Error(), s.example})
		}
	}
	c.complete(&faults)
	return c, joined(faults)
}

func joined(faults []Fault) error {
	errs := make([]error, len(faults))
	for i, f := range faults {
		errs[i] = f
	}
	return errors.Join(errs...)
}

func fromEnviron(environ []string) (found map[string]value, faults []Fault) {
	found = map[string]value{}
	known := names()
	for _, e := range environ {
		name, v, _ := strings.Cut(e, "=")
		switch {
		case !strings.HasPrefix(name, "CHUYME_") || strings.HasPrefix(name, "CHUYME_TEST_"):
		case slices.Contains(known, name) || name == "CHUYME_CONFIG":
			found[name] = value{name, v}
		default:
			faults = append(faults, Fault{name, "is not a setting", nearest(name, known)})
		}
	}
	return found, faults
}

// fromFile adds what the YAML file holds and the environment does not.
func fromFile(path string, found map[string]value, faults *[]Fault) {
	raw, err := os.ReadFile(path)
	if err != nil {
		*faults = append(*faults, Fault{"CHUYME_CONFIG", "names a file that cannot be read", "the path of a YAML file of settings"})
		return
	}
	var doc yaml.Node
	base := filepath.Base(path)
	if err := yaml.Unmarshal(raw, &doc); err != nil {
		*faults = append(*faults, Fault{base, "is not YAML: " + err.Error(), "lines like http_addr: 127.0.0.1:8080"})
		return
	}
	if len(doc.Content) == 0 {
		return
	}
	root := doc.Content[0]
	if root.Kind != yaml.MappingNode {
		*faults = append(*faults, Fault{base, "is not a list of settings", "lines like http_addr: 127.0.0.1:8080"})
		return
	}
	known := names()
	for i := 0; i+1 < len(root.Content); i += 2 {
		key, val := root.Content[i], root.Content[i+1]
		name := "CHUYME_" + strings.ToUpper(key.Value)
		where := fmt.Sprintf("%s:%d: %s", base, key.Line, key.Value)
		switch _, fromEnv := found[name]; {
		case !slices.Contains(known, name):
			*faults = append(*faults, Fault{where, "is not a setting", strings.ToLower(strings.TrimPrefix(nearest(name, known), "CHUYME_"))})
		case val.Kind != yaml.ScalarNode:
			*faults = append(*faults, Fault{where, "is not one value", "a text on the same line"})
		case !fromEnv:
			found[name] = value{where, val.Value}
		}
	}
}

// complete fills in what follows from other settings and checks what only holds together.
func (c *Config) complete(faults *[]Fault) {
	if c.PublicURL == nil && c.HTTPAddr != "" {
		host, port, _ := net.SplitHostPort(c.HTTPAddr)
		if host == "" || host == "0.0.0.0" || host == "::" {
			host = "localhost"
		}
		c.PublicURL = &url.URL{Scheme: "http", Host: net.JoinHostPort(host, port)}
	}
	if c.MasterKeyFile == "" {
		c.MasterKeyFile = filepath.Join(c.DataDir, "master-key.json")
	}
	if c.TelegramMode == "webhook" && c.TelegramToken != "" && c.TelegramWebhookSecret == "" {
		*faults = append(*faults, Fault{"CHUYME_TELEGRAM_WEBHOOK_SECRET", "is missing: webhook mode needs it", "16 to 256 of A-Z a-z 0-9 _ -"})
	}
	for _, cb := range c.WebhookCallbacks {
		if !slices.ContainsFunc(c.WebhookSecrets, func(s NamedSecret) bool { return s.Name == cb.Name }) {
			*faults = append(*faults, Fault{"CHUYME_WEBHOOK_CALLBACKS", "names the client " + cb.Name + ", which has no secret", "a client of CHUYME_WEBHOOK_SECRETS"})
		}
	}
}

func names() []string {
	var out []string
	for _, s := range table() {
		out = append(out, s.name)
	}
	return out
}

// nearest finds the setting that was probably meant.
func nearest(name string, known []string) string {
	best, at := "", 6
	for _, k := range known {
		if d := levenshtein.ComputeDistance(name, k); d < at {
			best, at = k, d
		}
	}
	if best == "" {
		return "one of those in the README"
	}
	return best
}
