package casework

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/chuyme/chuyme/internal/signal"
)

// maxWords bounds what an officer writes at once, in characters: what one Telegram message holds.
const maxWords = 4000

func words(text string) (string, error) {
	text = strings.TrimSpace(strings.ReplaceAll(text, "\x00", ""))
	switch {
	case text == "":
		return "", ErrEmpty
	case utf8.RuneCountInString(text) > maxWords:
		return "", ErrTooLong
	}
	return text, nil
}

// Reply answers the reporter. Whoever answers has taken the case, if nobody of their unit had.
func (d *Desk) Reply(ctx context.Context, who Officer, ref signal.Ref, text string) error {
	text, err := words(text)
	if err != nil {
		return err
	}
	return d.act(ctx, who, ref, func(w work, bell signal.Bell) error {
		if w.tx.Case().State != signal.Closed && bell.Part != signal.Told {
			if _, err := w.take(who, bell); err != nil {
				return err
			}
		}
		seq, err := w.tx.Append(signal.Event{Kind: signal.EvReplied, Unit: who.Unit, Actor: string(who.actor()), Text: text})
		if err != nil {
			return err
		}
		return w.tellReporter(seq)
	})
}

// Note writes something into the case that the reporter never sees.
func (d *Desk) Note(ctx context.Context, who Officer, ref signal.Ref, text string) error {
	text, err := words(text)
	if err != nil {
		return err
	}
	return d.act(ctx, who, ref, func(w work, _ signal.Bell) error {
		_, err := w.tx.Append(signal.Event{Kind: signal.EvNoted, Unit: who.Unit, Actor: string(who.actor()), Text: text})
		return err
	})
}
