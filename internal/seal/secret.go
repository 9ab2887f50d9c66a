package seal

import (
	"fmt"
	"io"
	"log/slog"
)

const hidden = "hidden"

// Secret is a string that may never be seen: a token, a password, a signing key. However it is printed, logged or
// encoded, it says "hidden"; Reveal alone gives what it holds. An empty Secret says "hidden" too, so that not even
// its absence shows.
type Secret string

// Reveal gives the secret itself, for the one place that needs it.
func (s Secret) Reveal() string { return string(s) }

// String says "hidden".
func (Secret) String() string { return hidden }

// GoString says "hidden".
func (Secret) GoString() string { return hidden }

// Format says "hidden" for every verb: without it fmt would show the secret for a verb that does not fit a string.
// (%p alone never asks; go vet refuses it for anything but pointers.)
func (Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, hidden) }

// LogValue says "hidden".
func (Secret) LogValue() slog.Value { return slog.StringValue(hidden) }

// MarshalText says "hidden".
func (Secret) MarshalText() ([]byte, error) { return []byte(hidden), nil }

// MarshalJSON says "hidden".
func (Secret) MarshalJSON() ([]byte, error) { return []byte(`"` + hidden + `"`), nil }
