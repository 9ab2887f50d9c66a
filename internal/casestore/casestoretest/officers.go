package casestoretest

import (
	"errors"
	"testing"
	"time"

	"github.com/chuyme/chuyme/internal/casestore"
)

func officersJoin(t *testing.T, h *house) {
	inv := get(h.Invite(h.ctx, ozd, "", "duty", time.Hour))(t)
	equal(t, "id", inv.Officer, "o-1")
	pending := get(h.Officers(h.ctx, ozd))(t)
	if len(pending) != 1 || !pending[0].Joined.IsZero() || pending[0].Telegram {
		t.Errorf("before joining: got %+v, want one who has not joined", pending)
	}
	if _, err := h.JoinTelegram(h.ctx, inv.Console, "mac1", "111"); !errors.Is(err, casestore.ErrNotFound) {
		t.Errorf("a console token at the wrong door: got %v, want ErrNotFound", err)
	}
	o := get(h.JoinTelegram(h.ctx, inv.Telegram, "mac1", "111"))(t)
	equal(t, "joined", o, casestore.Officer{Unit: ozd, ID: "o-1", Role: "duty", Telegram: true, Joined: h.clock.Now()})
	equal(t, "the same update again", get(h.JoinTelegram(h.ctx, inv.Telegram, "mac1", "111"))(t), o)
	if _, err := h.JoinTelegram(h.ctx, inv.Telegram, "mac2", "222"); !errors.Is(err, casestore.ErrNotFound) {
		t.Errorf("a used token in another chat: got %v, want ErrNotFound", err)
	}
	equal(t, "chat", get(h.Chat(h.ctx, ozd, "o-1"))(t), "111")
	equal(t, "found by chat", get(h.OfficerByChat(h.ctx, "mac1"))(t).ID, "o-1")
	ok(t, h.SetMode(h.ctx, ozd, "o-1", "reply:2026-000001"))
	equal(t, "mode", get(h.OfficerByChat(h.ctx, "mac1"))(t).Mode, "reply:2026-000001")
	late := get(h.Invite(h.ctx, ozd, "", "lead", time.Hour))(t)
	equal(t, "next id", late.Officer, "o-2")
	h.clock.Move(time.Hour)
	if _, err := h.JoinTelegram(h.ctx, late.Telegram, "mac2", "222"); !errors.Is(err, casestore.ErrNotFound) {
		t.Errorf("an expired token: got %v, want ErrNotFound", err)
	}
	again := get(h.Invite(h.ctx, ozd, "o-2", "lead", time.Hour))(t)
	get(h.JoinTelegram(h.ctx, again.Telegram, "mac1", "111"))(t)
	equal(t, "the chat moved on", get(h.OfficerByChat(h.ctx, "mac1"))(t).ID, "o-2")
	if _, err := h.Chat(h.ctx, ozd, "o-1"); !errors.Is(err, casestore.ErrNotFound) {
		t.Errorf("chat of the former: got %v, want ErrNotFound", err)
	}
	if _, err := h.Invite(h.ctx, ozd, "", "boss", time.Hour); err == nil {
		t.Error("a role that is none was given")
	}
}

func officersRevoked(t *testing.T, h *house) {
	inv := get(h.Invite(h.ctx, ozd, "o-7", "lead", time.Hour))(t)
	get(h.JoinTelegram(h.ctx, inv.Telegram, "mac7", "777"))(t)
	_, session, err := h.JoinConsole(h.ctx, inv.Console)
	ok(t, err)
	fresh := get(h.Invite(h.ctx, ozd, "o-7", "lead", time.Hour))(t)
	ok(t, h.Revoke(h.ctx, ozd, "o-7"))
	for name, f := range map[string]func() error{
		"chat":    func() error { _, err := h.Chat(h.ctx, ozd, "o-7"); return err },
		"by chat": func() error { _, err := h.OfficerByChat(h.ctx, "mac7"); return err },
		"session": func() error { _, err := h.ConsoleSession(h.ctx, session); return err },
		"invite":  func() error { _, _, err := h.JoinConsole(h.ctx, fresh.Console); return err },
		"mode":    func() error { return h.SetMode(h.ctx, ozd, "o-7", "x") },
		"twice":   func() error { return h.Revoke(h.ctx, ozd, "o-7") },
	} {
		if err := f(); !errors.Is(err, casestore.ErrNotFound) {
			t.Errorf("%s of a revoked officer: got %v, want ErrNotFound", name, err)
		}
	}
	equal(t, "officers", len(get(h.Officers(h.ctx, ""))(t)), 0)
}

func sessionsSlide(t *testing.T, h *house) {
	inv := get(h.Invite(h.ctx, ozd, "o-1", "admin", time.Hour))(t)
	_, session, err := h.JoinConsole(h.ctx, inv.Console)
	ok(t, err)
	if _, _, err := h.JoinConsole(h.ctx, inv.Console); !errors.Is(err, casestore.ErrNotFound) {
		t.Errorf("a used console token: got %v, want ErrNotFound", err)
	}
	for range 3 {
		h.clock.Move(11 * time.Hour)
		equal(t, "role", get(h.ConsoleSession(h.ctx, session))(t).Role, "admin")
	}
	h.clock.Move(12 * time.Hour)
	if _, err := h.ConsoleSession(h.ctx, session); !errors.Is(err, casestore.ErrNotFound) {
		t.Errorf("a session that was left: got %v, want ErrNotFound", err)
	}
	inv = get(h.Invite(h.ctx, ozd, "o-1", "admin", time.Hour))(t)
	_, session, err = h.JoinConsole(h.ctx, inv.Console)
	ok(t, err)
	ok(t, h.EndConsoleSession(h.ctx, session))
	if _, err := h.ConsoleSession(h.ctx, session); !errors.Is(err, casestore.ErrNotFound) {
		t.Errorf("a session that was ended: got %v, want ErrNotFound", err)
	}
}

func apiKeys(t *testing.T, h *house) {
	key, id, err := h.NewAPIKey(h.ctx, ozd)
	ok(t, err)
	_, _, err = h.NewAPIKey(h.ctx, police)
	ok(t, err)
	unit, found, err := h.APIKey(h.ctx, key)
	ok(t, err)
	equal(t, "unit", unit, ozd)
	equal(t, "id", found, id)
	equal(t, "keys of one unit", len(get(h.ListAPIKeys(h.ctx, ozd))(t)), 1)
	equal(t, "keys of all", len(get(h.ListAPIKeys(h.ctx, ""))(t)), 2)
	if err := h.RevokeAPIKey(h.ctx, police, id); !errors.Is(err, casestore.ErrNotFound) {
		t.Errorf("revoking another unit's key: got %v, want ErrNotFound", err)
	}
	ok(t, h.RevokeAPIKey(h.ctx, ozd, id))
	if _, _, err := h.APIKey(h.ctx, key); !errors.Is(err, casestore.ErrNotFound) {
		t.Errorf("a revoked key: got %v, want ErrNotFound", err)
	}
	equal(t, "when it was revoked", get(h.ListAPIKeys(h.ctx, ozd))(t)[0].Revoked, h.clock.Now())
}
