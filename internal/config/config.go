// Package config reads the program's settings from CHUYME_ environment variables and, below them, from a YAML
// file. It is for knowing all settings, checked, before anything starts: a bad or unknown one is a Fault that
// names the setting, what is wrong and what would be right.
//
// It must never start anything, and never print a secret: secret values have a type that hides itself.
package config

import (
	"net/netip"
	"net/url"

	"github.com/chuyme/chuyme/internal/seal"
)

// Config is every setting, parsed. It is read once at start and not changed afterwards.
type Config struct {
	HTTPAddr      string
	PublicURL     *url.URL
	DataDir       string
	DatabaseURL   seal.Secret // empty: SQLite in DataDir
	RedisURL      seal.Secret // empty: embedded
	MasterKeyFile string

	TelegramToken         seal.Secret
	TelegramAPI           *url.URL
	TelegramMode          string // poll or webhook
	TelegramWebhookSecret seal.Secret

	WebhookSecrets   []NamedSecret
	WebhookCallbacks []NamedURL
	ViberToken       seal.Secret
	SMTPURL          seal.Secret
	PrivateEndpoints []netip.Prefix
	Heartbeat        *url.URL // nil: none

	Units         string
	Places        string
	Questionnaire string
	Texts         string
	Words         string
	DefaultLang   string
	Log           string
}

// NamedSecret is the signing secret of one inbound webhook client.
type NamedSecret struct {
	Name   string
	Secret seal.Secret
}

// NamedURL is where what comes later is pushed for one client.
type NamedURL struct {
	Name string
	URL  *url.URL
}

// setting is one row of the table: how a value gets into a Config, and what a person is told about it.
type setting struct {
	name    string // CHUYME_…
	preset  string // what holds when it is absent, as text; "" may mean "off"
	meaning string
	example string // what would be right
	set     func(*Config, string) error
}

// Setting describes one setting for help texts and documents.
type Setting struct{ Name, Default, Meaning, Example string }

// Settings lists what can be set, in the order of the documentation.
func Settings() []Setting {
	var out []Setting
	for _, s := range table() {
		out = append(out, Setting{s.name, s.preset, s.meaning, s.example})
	}
	return out
}

func table() []setting {
	return []setting{
		{"CHUYME_HTTP_ADDR", "127.0.0.1:8080", "where HTTP listens", "127.0.0.1:8080", text(func(c *Config) *string { return &c.HTTPAddr }, hostPort)},
		{"CHUYME_PUBLIC_URL", "", "how the outside reaches it (from the address when empty)", "https://chuyme.example.org", link(func(c *Config) **url.URL { return &c.PublicURL })},
		{"CHUYME_DATA_DIR", "./data", "SQLite file, generated key, attachments", "/var/lib/chuyme", text(func(c *Config) *string { return &c.DataDir }, notEmpty)},
		{"CHUYME_DATABASE_URL", "", "PostgreSQL; empty: SQLite in the data dir", "postgres://chuyme:…@db/chuyme", secret(func(c *Config) *seal.Secret { return &c.DatabaseURL }, scheme("postgres", "postgresql"))},
		{"CHUYME_REDIS_URL", "", "Redis or Valkey; empty: embedded, in process", "redis://cache:6379/0", secret(func(c *Config) *seal.Secret { return &c.RedisURL }, scheme("redis", "rediss", "unix"))},
		{"CHUYME_MASTER_KEY_FILE", "", "the keyset that wraps case keys (empty: generated in the data dir)", "/run/secrets/chuyme-master.json", text(func(c *Config) *string { return &c.MasterKeyFile }, anything)},
		{"CHUYME_TELEGRAM_TOKEN", "", "bot token; empty: no Telegram", "123456:AA…, as BotFather gives it", secret(func(c *Config) *seal.Secret { return &c.TelegramToken }, anything)},
		{"CHUYME_TELEGRAM_API", "https://api.telegram.org", "base URL of the Bot API", "https://api.telegram.org", link(func(c *Config) **url.URL { return &c.TelegramAPI })},
		{"CHUYME_TELEGRAM_MODE", "poll", "poll or webhook", "poll or webhook", text(func(c *Config) *string { return &c.TelegramMode }, oneOf("poll", "webhook"))},
		{"CHUYME_TELEGRAM_WEBHOOK_SECRET", "", "value of the secret token header; required in webhook mode", "16 to 256 of A-Z a-z 0-9 _ -", secret(func(c *Config) *seal.Secret { return &c.TelegramWebhookSecret }, headerSecret)},
		{"CHUYME_WEBHOOK_SECRETS", "", "inbound webhook clients; empty: channel off", "school=whsec_… with 24 bytes or more in base64, comma between clients", namedSecrets},
		{"CHUYME_WEBHOOK_CALLBACKS", "", "where what comes later is pushed", "school=https://portal.example.org/hook", namedURLs},
		{"CHUYME_VIBER_TOKEN", "", "bot token; empty: no Viber", "as Viber's admin panel gives it", secret(func(c *Config) *seal.Secret { return &c.ViberToken }, anything)},
		{"CHUYME_SMTP_URL", "", "mail server; empty: no e-mail", "smtp://user:pass@mail.example.org:587?from=chuyme@example.org", secret(func(c *Config) *seal.Secret { return &c.SMTPURL }, scheme("smtp", "smtps"))},
		{"CHUYME_PRIVATE_ENDPOINTS", "", "private and loopback networks that outgoing webhooks may reach", "10.20.0.0/16,127.0.0.1/32", networks},
		{"CHUYME_HEARTBEAT_URL", "", "told each minute (POST) while all is well: a dead man's switch; empty: off", "https://hc-ping.com/…", link(func(c *Config) **url.URL { return &c.Heartbeat })},
		{"CHUYME_UNITS", "", "units, officers, duty, ladder (YAML); empty: the embedded example", "/etc/chuyme/units.yaml", text(func(c *Config) *string { return &c.Units }, anything)},
		{"CHUYME_PLACES", "", "a full register of settlements; empty: the embedded one", "/etc/chuyme/Ekatte.zip or places.csv", text(func(c *Config) *string { return &c.Places }, anything)},
		{"CHUYME_QUESTIONNAIRE", "", "another questionnaire (YAML)", "/etc/chuyme/questionnaire.yaml", text(func(c *Config) *string { return &c.Questionnaire }, anything)},
		{"CHUYME_TEXTS", "", "a folder of catalogs laid over the embedded ones: an operator's own texts, further languages", "/etc/chuyme/texts", text(func(c *Config) *string { return &c.Texts }, anything)},
		{"CHUYME_WORDS", "", "a file of local words laid over the embedded vocabulary (TSV)", "/etc/chuyme/words.tsv", text(func(c *Config) *string { return &c.Words }, anything)},
		{"CHUYME_DEFAULT_LANG", "bg", "language where nothing tells another", "one of bg en tr rom ar fa ps ku uk ru", text(func(c *Config) *string { return &c.DefaultLang }, oneOf("bg", "en", "tr", "rom", "ar", "fa", "ps", "ku", "uk", "ru"))},
		{"CHUYME_LOG", "info", "level of the log", "one of debug info warn error", text(func(c *Config) *string { return &c.Log }, oneOf("debug", "info", "warn", "error"))},
	}
}
