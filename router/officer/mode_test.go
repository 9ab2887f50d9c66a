package officer

import (
	"fmt"
	"testing"
	"time"
)

func TestWordsTypedHoursLaterAreForNobody(t *testing.T) {
	asked := time.Date(2026, 3, 6, 23, 0, 0, 0, time.UTC)
	mode := fmt.Sprintf("reply:2026-000123@%d", asked.Unix())
	for _, tt := range []struct {
		after time.Duration
		mode  string
		want  string
	}{
		{time.Minute, mode, "reply:2026-000123"},
		{modeFor, mode, "reply:2026-000123"},
		{modeFor + time.Second, mode, ""},
		{9 * time.Hour, mode, ""},
		{time.Minute, "", ""},
		{time.Minute, "reply:2026-000123", ""},
		{time.Minute, "reply:2026-000123@soon", ""},
	} {
		if got := stillAsked(tt.mode, asked.Add(tt.after)); got != tt.want {
			t.Errorf("%q after %s: got %q, want %q", tt.mode, tt.after, got, tt.want)
		}
	}
}

func TestSplitKeepsEveryLetterAndTheLimit(t *testing.T) {
	long := ""
	for i := range 900 {
		long += fmt.Sprintf("ред %d 🙂\n", i)
	}
	whole := ""
	for _, part := range split(long) {
		if n := utf16Len(part); n > 4096 || n == 0 {
			t.Errorf("a part has %d units", n)
		}
		whole += part
	}
	if whole != long {
		t.Error("something was lost between the parts")
	}
}
