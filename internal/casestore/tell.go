package casestore

import (
	"slices"
	"strings"

	"github.com/chuyme/chuyme/internal/signal"
)

// Merge adds to the signal what d tells beyond it and appends an EvTold entry with that, when there is any; news is
// what was new. Telling the same again changes nothing. New media become attachments of the case, a new place moves
// its municipality. way is added to the ways back, unless it is nil or unknown. ErrPurged: nothing can be added any more.
func (t *Tx) Merge(d signal.Draft, way *WayBack) (news signal.Draft, err error) {
	d = cleanDraft(d)
	before, err := t.Signal()
	if err != nil {
		return news, err
	}
	merged, news := before.Merge(d)
	if text(merged) != text(before) {
		if t.rec.told, err = sealed(t.key, "signal", merged); err != nil {
			return news, err
		}
		t.touched = true
	}
	if way != nil {
		if err := t.AddWay(*way); err != nil {
			return news, err
		}
	}
	if !tells(news) {
		return news, nil // the language of the conversation or the way back at most
	}
	if m := clean(news.Place.Municipality); m != "" {
		t.rec.Municipality = m
	}
	if err := t.attach(news); err != nil {
		return news, err
	}
	t.news, err = t.Append(signal.Event{Kind: signal.EvTold, Actor: string(Reporter), News: &news})
	return news, err
}

// tells reports whether a draft of news holds anything.
func tells(d signal.Draft) bool {
	return len(d.Answers) > 0 || len(d.Said) > 0 || d.Place.Known() || d.Phone != ""
}

// attach writes down the media of a draft, once each.
func (t *Tx) attach(d signal.Draft) error {
	for _, s := range d.Said {
		if s.Media == nil {
			continue
		}
		_, err := t.sql.ExecContext(t.ctx, `insert into attachments (id, ref, kind, type, bytes, at)
			values ($1, $2, $3, $4, $5, $6) on conflict (id) do nothing`,
			s.Media.ID, t.rec.Ref, clean(s.Media.Kind), clean(s.Media.Type), s.Media.Bytes, ms(s.At))
		if err != nil {
			return err
		}
	}
	return nil
}

// MarkSent writes down that the reporter has pressed "send", with an EvSent entry; the second time it does nothing.
func (t *Tx) MarkSent() error {
	if t.rec.Sent() {
		return nil
	}
	t.rec.SentAt, t.rec.silent = t.now, false
	_, err := t.Append(signal.Event{Kind: signal.EvSent, Actor: string(Reporter)})
	return err
}

// SetReading takes over what triage makes of the signal: the urgency is raised and never lowered, categories and
// reasons are added to those that stand. When urgency or categories changed, an EvTriaged entry says so.
func (t *Tx) SetReading(r signal.Reading) (changed bool, err error) {
	from := t.rec.Urgency
	t.rec.Urgency = from.AtLeast(r.Urgency)
	changed = t.rec.Urgency != from
	for _, c := range r.Category {
		if !slices.Contains(t.rec.Category, c) {
			t.rec.Category = append(slices.Clone(t.rec.Category), c)
			changed = true
		}
	}
	for _, reason := range cleanReasons(r.Reasons) {
		if !slices.ContainsFunc(t.rec.Reasons, func(have signal.Reason) bool { return have.Rule == reason.Rule }) {
			t.rec.Reasons = append(slices.Clone(t.rec.Reasons), reason)
			t.dirty = true
		}
	}
	if !changed {
		return false, nil
	}
	return true, t.logTriage(System, from, "")
}

// Lower sets the urgency on the word of an officer, lower or higher, with an EvTriaged entry that names the officer.
// A later reading may raise it again. why is a reason code or the officer's words; words are sealed, so they are
// not in the entry's Data.
func (t *Tx) Lower(u signal.Urgency, by Actor, why string) error {
	from := t.rec.Urgency
	if u == from {
		return nil
	}
	t.rec.Urgency = u
	return t.logTriage(by, from, why)
}

func (t *Tx) logTriage(by Actor, from signal.Urgency, why string) error {
	_, err := t.Append(signal.Event{Kind: signal.EvTriaged, Actor: string(by), Text: why, Data: map[string]string{
		"from":     string(from),
		"urgency":  string(t.rec.Urgency),
		"category": strings.Join(words(t.rec.Category), ","),
	}})
	return err
}
