package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/chuyme/chuyme/internal/telegram"
)

// The bot's own name is Telegram's to tell. The server asks once at its start and writes it down, keyed by the token, so
// that an invite can be made while Telegram is away.

func (h *house) nameFile() string { return filepath.Join(h.cfg.DataDir, "telegram-bot") }

// learnName asks for the bot's name until there is an answer.
func (s *server) learnName(ctx context.Context) {
	for wait := time.Second; ctx.Err() == nil; wait = min(2*wait, time.Minute) {
		if me, err := s.telegram.GetMe(ctx); err == nil {
			if err := s.keepName(me.Username); err != nil {
				s.log.Warn("the bot's name was not written down", "err", err)
			}
			return
		}
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
	}
}

func (h *house) keepName(name string) error {
	return os.WriteFile(h.nameFile(), []byte(h.tokenMAC()+" "+name+"\n"), 0o600)
}

func (h *house) tokenMAC() string { return h.keys.MAC("telegram-token", h.cfg.TelegramToken.Reveal()) }

// botName gives the bot's name: as it was written down, else as Telegram tells it now.
func (h *house) botName(ctx context.Context) (string, error) {
	if raw, err := os.ReadFile(h.nameFile()); err == nil {
		if mac, name, ok := strings.Cut(strings.TrimSpace(string(raw)), " "); ok && mac == h.tokenMAC() {
			return name, nil
		}
	}
	client, err := telegram.New(h.cfg.TelegramAPI.String(), h.cfg.TelegramToken.Reveal(), telegram.Options{})
	if err != nil {
		return "", usage("CHUYME_TELEGRAM_TOKEN: %w", err)
	}
	me, err := client.GetMe(ctx)
	if err != nil {
		return "", fmt.Errorf("ask Telegram for the bot's name: %w", err)
	}
	return me.Username, nil
}
