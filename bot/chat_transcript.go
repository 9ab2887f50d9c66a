package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/chuyme/chuyme/bot/channel"
	"github.com/chuyme/chuyme/bot/channel/terminal"
	"github.com/chuyme/chuyme/bot/conversation"
	"github.com/chuyme/chuyme/bot/conversation/chat"
	"github.com/chuyme/chuyme/i18n"
	"github.com/chuyme/chuyme/internal/telemetry"
)

// terminal is where the conversation is typed and read.
func (c chatCmd) terminal(handler channel.Handler, world outside, now func() time.Time) *terminal.Chat {
	return terminal.New(terminal.Options{Handler: handler, In: world.in, Out: world.out, Lang: c.Lang, Data: c.Data, Clear: telemetry.Terminal(world.out), Now: now})
}

// rehearsal holds a conversation of which nothing is kept but its transcript. It implements channel.Handler.
type rehearsal struct{ *chat.Recorder }

func (r rehearsal) Handle(ctx context.Context, in channel.Incoming, out channel.Outlet) error {
	hide, said := r.Take(in.Event.Text, in.Event.Data)
	if hide {
		if err := out.Hide(ctx, nil); err != nil {
			return err
		}
	}
	_, err := out.Say(ctx, said)
	return err
}

// record holds a conversation and writes it down, also when it is broken off.
func (c chatCmd) record(ctx context.Context, h *house, world outside) error {
	fmt.Fprintln(world.err, "chuyme: this is tried out only: nothing of this is sent to anybody, and the unit has an invented name")
	r := chat.NewRecorder(h.engine, h.now(), c.Lang)
	err := c.terminal(rehearsal{r}, world, h.now).Run(ctx)
	if errors.Is(err, context.Canceled) {
		err = nil
	}
	script, werr := r.Transcript(filepath.Base(c.Record) + ": what it shows, in one line.")
	if werr == nil {
		werr = os.WriteFile(c.Record, script, 0o600)
	}
	return errors.Join(err, werr)
}

// replay plays a transcript with the program's own triage, places and words, and says the first difference.
func (c chatCmd) replay(e *conversation.Engine, texts *i18n.Catalogs, out io.Writer) error {
	data, err := os.ReadFile(c.Replay)
	if err != nil {
		return err
	}
	script, err := chat.Parse(c.Replay, data)
	if err != nil {
		return usageError{err}
	}
	langs := []string{script.Lang}
	if script.Lang == "*" {
		langs = nil
		for _, l := range texts.Languages() {
			langs = append(langs, l.Code)
		}
	}
	for _, lang := range langs {
		came, err := script.Play(&chat.House{Engine: e, Now: script.Clock, Lang: lang})
		if err != nil {
			return usageError{err}
		}
		for i, turn := range script.Turns {
			if d := chat.Diff(turn, came[i]); d != "" {
				fmt.Fprintf(out, "%s (%s): %s\n", c.Replay, lang, d)
				return errFalse
			}
		}
	}
	_, err = fmt.Fprintf(out, "%s: it goes as it stands there, %d turns\n", c.Replay, len(script.Turns))
	return err
}
