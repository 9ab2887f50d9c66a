package casestore

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/chuyme/chuyme/internal/signal"
)

// ms is a moment as it is stored: Unix milliseconds, 0 for the zero time.
func ms(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// at is the moment that ms stored.
func at(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// clean makes a text fit for both databases: PostgreSQL refuses U+0000 and what is no UTF-8, SQLite takes both.
func clean(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	return strings.ReplaceAll(s, "\x00", "")
}

// cleanDraft cleans whatever a reporter typed, so that no reader of a signal meets U+0000.
func cleanDraft(d signal.Draft) signal.Draft {
	d.Phone = clean(d.Phone)
	d.Place.Text = clean(d.Place.Text)
	d.Lang, d.Source = clean(d.Lang), clean(d.Source)
	said := make([]signal.Said, len(d.Said))
	for i, s := range d.Said {
		s.ID, s.Text = clean(s.ID), clean(s.Text)
		said[i] = s
	}
	d.Said = said
	return d
}

// cleanData cleans the small facts of a log entry.
func cleanData(data map[string]string) map[string]string {
	out := make(map[string]string, len(data))
	for k, v := range data {
		out[clean(k)] = clean(v)
	}
	return out
}

// text is v as JSON. The types that are stored so cannot fail to encode.
func text(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic("casestore: encoding a value of our own: " + err.Error())
	}
	return string(b)
}

// blob is b for a column, so that nil is NULL in both databases.
func blob(b []byte) any {
	if b == nil {
		return nil
	}
	return b
}
