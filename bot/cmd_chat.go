package main

import (
	"context"
	"errors"
	"os"

	"github.com/chuyme/chuyme/bot/channel/terminal"
	"github.com/chuyme/chuyme/internal/telemetry"
)

type chatCmd struct {
	Lang          string `help:"Language to begin in (bg, en, …); without it the first question asks."`
	Data          bool   `help:"Show each button's callback data."`
	Questionnaire string `help:"Try a changed questionnaire (YAML)." type:"existingfile"`
	Record        string `help:"Write the conversation to this file as a transcript that replays. Nothing of it enters the register." type:"path" xor:"transcript"`
	Replay        string `help:"Play a transcript instead, and say where it differs." type:"existingfile" xor:"transcript"`
}

func (chatCmd) Help() string {
	return "Type a button's number, or words. What is sent becomes a case of the same register as the server's; its alerts leave when a server runs.\n\n" +
		"  chuyme chat --lang bg\n  chuyme chat --lang bg --record new.chat\n  chuyme chat --questionnaire changed.yaml --replay new.chat"
}

// Run holds one conversation. Its session lives in a folder of its own that is gone afterwards.
func (c chatCmd) Run(ctx context.Context, world outside) (err error) {
	cfg, err := world.settings()
	if err != nil {
		return err
	}
	if c.Questionnaire != "" {
		cfg.Questionnaire = c.Questionnaire
	}
	h := newHouse(cfg, telemetry.NewLog(world.err, "error"))
	defer func() { err = errors.Join(err, h.takeDown()) }()
	if err := build(h.readers, h.conversation); err != nil {
		return err
	}
	switch {
	case c.Replay != "":
		return c.replay(h.engine, h.texts, world.out)
	case c.Record != "":
		return c.record(ctx, h, world)
	}
	dir, err := os.MkdirTemp("", "chuyme-chat-")
	if err != nil {
		return err
	}
	h.down = append(h.down, func() error { return os.RemoveAll(dir) })
	if err := build(h.loadUnits, func() error { return h.register(ctx) }, func() error { return h.reception(ctx, "", dir) }); err != nil {
		return err
	}
	chat := c.terminal(h.talk, world, h.now)
	h.talk.Reach(terminal.Name, chat)
	return chat.Run(ctx)
}
