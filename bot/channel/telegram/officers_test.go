package telegram

import (
	"context"
	"strings"

	tg "github.com/chuyme/chuyme/internal/telegram"
)

// Update takes what is an officer's.
func (o *officers) Update(_ context.Context, u tg.Update) (bool, error) {
	said := ""
	switch {
	case u.Callback != nil:
		said = u.Callback.Data
	case u.Message != nil:
		said = u.Message.Text
	}
	if !strings.HasPrefix(said, "case=") && !strings.HasPrefix(said, "/start invite") {
		return false, nil
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.got = append(o.got, said)
	return true, nil
}
