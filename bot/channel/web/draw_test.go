package web

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chuyme/chuyme/bot/channel"
)

func entry(id, text string, mine bool, edit bool, data ...string) channel.Entry {
	e := channel.Entry{ID: id, Letter: channel.Letter{Text: text, Mine: mine, Edit: edit}}
	for _, d := range data {
		e.Rows = append(e.Rows, []channel.Choice{{Text: d, Data: d}})
	}
	return e
}

func TestDraw(t *testing.T) {
	tests := []struct {
		name    string
		entries []channel.Entry
		want    string // messages, then what can be pressed
	}{
		{"nothing", nil, ": "},
		{"a question", []channel.Entry{entry("1", "role?", false, false, "a", "b")}, "role?: a b"},
		{"an answered question", []channel.Entry{entry("1", "role?", false, false, "a"), entry("2", "me", true, false), entry("3", "ok", false, false)}, "role? me ok: "},
		{"a remark with a button before the question", []channel.Entry{entry("1", "me", true, false),
			entry("2", "noted", false, false, "edit"), entry("3", "next?", false, false, "a", "help")}, "me noted next?: edit a help"},
		{"a button that stands twice", []channel.Entry{entry("1", "stale", false, false, "help"), entry("2", "next?", false, false, "a", "help")}, "stale next?: a help"},
		{"a question put in the place of the one before", []channel.Entry{entry("1", "kind?", false, false, "a", "b"), entry("2", "kind!", false, true, "a+", "b")}, "kind!: a+ b"},
		{"the same after words", []channel.Entry{entry("1", "kind?", false, false, "a"), entry("2", "me", true, false), entry("3", "kind!", false, true, "a+")}, "kind! me: a+"},
		{"nothing to put it in the place of", []channel.Entry{entry("1", "me", true, false), entry("2", "kind!", false, true, "a")}, "me kind!: a"},
		{"a notice", []channel.Entry{entry("1", "role?", false, false, "a"), entry("2", "taken", false, false)}, "role? taken: a"},
		{"a mark", []channel.Entry{entry("1", "role?", false, false, "a"), {ID: "2", Letter: channel.Letter{Mark: true, Mine: true}}}, "role?: a"},
	}
	for _, tt := range tests {
		d := draw(tt.entries)
		var messages, presses []string
		for _, m := range d.Messages {
			messages = append(messages, m.Before)
		}
		for _, row := range d.Rows {
			for _, b := range row {
				presses = append(presses, b.Data)
			}
		}
		if got := fmt.Sprintf("%s: %s", strings.Join(messages, " "), strings.Join(presses, " ")); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}
