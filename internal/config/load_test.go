package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// good is a secret of 24 bytes.
const good = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz"

func TestLoadDefaults(t *testing.T) {
	c, err := Load([]string{"HOME=/root", "CHUYME_TEST_REDIS_URL=redis://x"})
	if err != nil {
		t.Fatal(err)
	}
	if c.HTTPAddr != "127.0.0.1:8080" || c.PublicURL.String() != "http://127.0.0.1:8080" || c.TelegramMode != "poll" || c.DefaultLang != "bg" {
		t.Errorf("got %+v", c)
	}
	if want := filepath.Join("data", "master-key.json"); c.MasterKeyFile != want && c.MasterKeyFile != "./"+want {
		t.Errorf("master key file %q, want %q", c.MasterKeyFile, want)
	}
}

func TestLoadFaultsNameTheSettingAndTheRemedy(t *testing.T) {
	for _, tt := range []struct{ set, want string }{
		{"CHUYME_HTTP_ADR=127.0.0.1:1", "CHUYME_HTTP_ADR is not a setting; right would be: CHUYME_HTTP_ADDR"},
		{"CHUYME_HTTP_ADDR=8080", "CHUYME_HTTP_ADDR is not host:port; right would be: 127.0.0.1:8080"},
		{"CHUYME_TELEGRAM_MODE=push", "CHUYME_TELEGRAM_MODE is none of the known words; right would be: poll or webhook"},
		{"CHUYME_DATABASE_URL=mysql://x", "CHUYME_DATABASE_URL is not a URL that begins with postgres://"},
		{"CHUYME_WEBHOOK_SECRETS=school=whsec_c2hvcnQ=", "client school: the secret is shorter than 24 bytes"},
		{"CHUYME_WEBHOOK_SECRETS=school=plain", "whsec_"},
		{"CHUYME_WEBHOOK_SECRETS=a=" + good + ",a=" + good, "names the client a twice"},
		{"CHUYME_WEBHOOK_CALLBACKS=school=https://x.example", "names the client school, which has no secret"},
		{"CHUYME_PRIVATE_ENDPOINTS=10.0.0.0/99", "is no network"},
		{"CHUYME_DEFAULT_LANG=de", "one of bg en tr"},
		{"CHUYME_LOG=loud", "one of debug info warn error"},
	} {
		_, err := Load([]string{tt.set})
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v, want it to say %q", tt.set, err, tt.want)
		}
	}
}

func TestLoadReportsAllFaultsAndNoSecret(t *testing.T) {
	_, err := Load([]string{"CHUYME_LOG=loud", "CHUYME_REDIS_URL=http://user:hush@x", "CHUYME_TELEGRAM_MODE=webhook", "CHUYME_TELEGRAM_TOKEN=123:hush"})
	if err == nil {
		t.Fatal("no fault")
	}
	for _, want := range []string{"CHUYME_LOG", "CHUYME_REDIS_URL", "CHUYME_TELEGRAM_WEBHOOK_SECRET"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in: %v", want, err)
		}
	}
	if strings.Contains(err.Error(), "hush") {
		t.Errorf("a secret stands in: %v", err)
	}
}

func TestLoadFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "chuyme.yaml")
	write := func(text string) {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("http_addr: 127.0.0.1:9\nlog: warn\n")
	c, err := Load([]string{"CHUYME_CONFIG=" + file, "CHUYME_LOG=debug"})
	if err != nil {
		t.Fatal(err)
	}
	if c.HTTPAddr != "127.0.0.1:9" || c.Log != "debug" {
		t.Errorf("got %q %q: the file's address and the environment's level are wanted", c.HTTPAddr, c.Log)
	}
	write("log: warn\nhttp_adr: x\nunits: [a]\n")
	_, err = Load([]string{"CHUYME_CONFIG=" + file})
	for _, want := range []string{"chuyme.yaml:2: http_adr is not a setting; right would be: http_addr", "chuyme.yaml:3: units is not one value"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want it to say %q", err, want)
		}
	}
	write("- a\n")
	if _, err = Load([]string{"CHUYME_CONFIG=" + file}); err == nil {
		t.Error("a list was taken for settings")
	}
}

func TestSettingsAreDescribed(t *testing.T) {
	for _, s := range Settings() {
		if s.Meaning == "" || s.Example == "" {
			t.Errorf("%s has no meaning or no example", s.Name)
		}
	}
}
