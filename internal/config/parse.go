package config

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/chuyme/chuyme/internal/seal"
)

// check says what is wrong with a value, without repeating it: some values are secrets.
type check func(string) error

func anything(string) error { return nil }

func notEmpty(v string) error {
	if v == "" {
		return errors.New("is empty")
	}
	return nil
}

func hostPort(v string) error {
	if _, _, err := net.SplitHostPort(v); err != nil {
		return errors.New("is not host:port")
	}
	return nil
}

func oneOf(words ...string) check {
	return func(v string) error {
		if !slices.Contains(words, v) {
			return errors.New("is none of the known words")
		}
		return nil
	}
}

func scheme(schemes ...string) check {
	return func(v string) error {
		u, err := url.Parse(v)
		if err != nil || !slices.Contains(schemes, u.Scheme) {
			return fmt.Errorf("is not a URL that begins with %s://", strings.Join(schemes, ":// or "))
		}
		return nil
	}
}

var headerForm = regexp.MustCompile(`^[A-Za-z0-9_-]{16,256}$`)

func headerSecret(v string) error {
	if !headerForm.MatchString(v) {
		return errors.New("has a character that Telegram refuses, or is too short or too long")
	}
	return nil
}

func text(at func(*Config) *string, ok check) func(*Config, string) error {
	return func(c *Config, v string) error {
		if err := ok(v); err != nil {
			return err
		}
		*at(c) = v
		return nil
	}
}

func secret(at func(*Config) *seal.Secret, ok check) func(*Config, string) error {
	return func(c *Config, v string) error {
		if v == "" {
			return nil
		}
		if err := ok(v); err != nil {
			return err
		}
		*at(c) = seal.Secret(v)
		return nil
	}
}

func link(at func(*Config) **url.URL) func(*Config, string) error {
	return func(c *Config, v string) error {
		if v == "" {
			return nil
		}
		u, err := webURL(v)
		*at(c) = u
		return err
	}
}

func webURL(v string) (*url.URL, error) {
	u, err := url.Parse(v)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, errors.New("is not a URL that begins with http:// or https://")
	}
	u.Path = strings.TrimSuffix(u.Path, "/")
	return u, nil
}

// pairs splits "name=value,name=value"; a value may hold further equal signs (base64 does).
func pairs(v string, each func(name, value string) error) error {
	seen := map[string]bool{}
	for item := range strings.SplitSeq(v, ",") {
		if item = strings.TrimSpace(item); item == "" {
			continue
		}
		name, value, ok := strings.Cut(item, "=")
		if name = strings.TrimSpace(name); !ok || !nameForm.MatchString(name) {
			return errors.New("is not name=value with a comma between clients (a name is a-z, 0-9, - and _)")
		}
		if seen[name] {
			return fmt.Errorf("names the client %s twice", name)
		}
		seen[name] = true
		if err := each(name, strings.TrimSpace(value)); err != nil {
			return fmt.Errorf("client %s: %w", name, err)
		}
	}
	return nil
}

var nameForm = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,63}$`)

func namedSecrets(c *Config, v string) error {
	return pairs(v, func(name, value string) error {
		raw, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(value, "whsec_"))
		switch {
		case err != nil || !strings.HasPrefix(value, "whsec_"):
			return errors.New("the secret is not whsec_ with base64 behind it")
		case len(raw) < 24:
			return errors.New("the secret is shorter than 24 bytes")
		}
		c.WebhookSecrets = append(c.WebhookSecrets, NamedSecret{name, seal.Secret(value)})
		return nil
	})
}

func namedURLs(c *Config, v string) error {
	return pairs(v, func(name, value string) error {
		u, err := webURL(value)
		if err != nil {
			return err
		}
		c.WebhookCallbacks = append(c.WebhookCallbacks, NamedURL{name, u})
		return nil
	})
}

func networks(c *Config, v string) error {
	for item := range strings.SplitSeq(v, ",") {
		if item = strings.TrimSpace(item); item == "" {
			continue
		}
		p, err := netip.ParsePrefix(item)
		if a, errA := netip.ParseAddr(item); err != nil && errA == nil {
			p, err = netip.PrefixFrom(a, a.BitLen()), nil
		}
		if err != nil {
			return fmt.Errorf("%q is no network", item)
		}
		c.PrivateEndpoints = append(c.PrivateEndpoints, p.Masked())
	}
	return nil
}
