package seal_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/chuyme/chuyme/internal/seal"
)

func TestSecretIsNeverSeen(t *testing.T) {
	const mark = "7e1ltok3n"
	secret := seal.Secret(mark)
	holder := struct {
		Token seal.Secret
		Named map[string]seal.Secret
	}{secret, map[string]seal.Secret{"a": secret}}
	var shown bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%t", "%08.3f", "%!"} {
		fmt.Fprintf(&shown, verb+" "+verb+"\n", secret, holder)
	}
	fmt.Fprintln(&shown, secret, []seal.Secret{secret}, &holder)
	slog.New(slog.NewJSONHandler(&shown, nil)).Info("x", "secret", secret, "holder", holder)
	slog.New(slog.NewTextHandler(&shown, nil)).Info("x", "secret", secret, "holder", holder)
	for name, encode := range map[string]func(any) ([]byte, error){"json": json.Marshal, "xml": xml.Marshal} {
		out, err := encode(secret)
		if err != nil || !bytes.Contains(out, []byte("hidden")) {
			t.Errorf("%s: %q, %v; want it to say hidden", name, out, err)
		}
		shown.Write(out)
	}
	out, err := json.Marshal(holder)
	if err != nil {
		t.Fatal(err)
	}
	shown.Write(out)
	hexed := fmt.Sprintf("%x", mark)
	for _, s := range []string{mark, hexed, strings.ToUpper(hexed)} {
		if strings.Contains(shown.String(), s) {
			t.Errorf("the secret is seen in:\n%s", shown.String())
		}
	}
	if secret.Reveal() != mark {
		t.Errorf("Reveal = %q, want %q", secret.Reveal(), mark)
	}
}
