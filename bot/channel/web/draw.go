package web

import (
	"slices"
	"strings"

	"github.com/chuyme/chuyme/bot/channel"
	"github.com/chuyme/chuyme/i18n"
)

// message is one line of the conversation as the page shows it.
type message struct {
	Slot   string // id of the entry whose place it has; stays the same when the message is replaced
	Mine   bool
	Lang   string
	Dir    string
	Before string // text up to the code
	Code   string
	After  string
	Media  string // kind of what was sent
	last   int    // index of the entry that it shows
}

// drawing is a conversation as the page shows it.
type drawing struct {
	Messages []message
	Rows     [][]channel.Choice // the buttons of what is open
	Lang     string             // of the newest thing said to the reporter, "" nothing was
	Dir      string
	Last     string // id of the last entry, "" none
}

// draw makes the page's view of what a mailbox holds.
func draw(entries []channel.Entry) drawing {
	var d drawing
	answered := -1 // what was open before the reporter's newest message is answered; what is open now comes after
	for i, e := range entries {
		d.Last = e.ID
		if e.Mark {
			continue
		}
		m := show(e, i)
		if e.Mine {
			answered = i
			d.Messages = append(d.Messages, m)
			continue
		}
		if e.Lang != "" {
			d.Lang, d.Dir = m.Lang, m.Dir
		}
		if at := d.replaced(e, entries); at >= 0 {
			m.Slot = d.Messages[at].Slot
			d.Messages[at] = m
		} else {
			d.Messages = append(d.Messages, m)
		}
	}
	for _, m := range d.Messages {
		if m.last > answered {
			d.Rows = append(without(d.Rows, entries[m.last].Rows), entries[m.last].Rows...)
		}
	}
	return d
}

// without drops from rows the buttons that stand in later rows too.
func without(rows, later [][]channel.Choice) [][]channel.Choice {
	var kept [][]channel.Choice
	for _, row := range rows {
		left := slices.DeleteFunc(slices.Clone(row), func(b channel.Choice) bool {
			return slices.ContainsFunc(slices.Concat(later...), func(l channel.Choice) bool { return l.Data == b.Data })
		})
		if len(left) > 0 {
			kept = append(kept, left)
		}
	}
	return kept
}

// replaced finds the message that e stands in place of: the newest that has buttons. -1: none.
func (d *drawing) replaced(e channel.Entry, entries []channel.Entry) int {
	if !e.Edit {
		return -1
	}
	for i := len(d.Messages) - 1; i >= 0; i-- {
		if m := d.Messages[i]; !m.Mine && len(entries[m.last].Rows) > 0 {
			return i
		}
	}
	return -1
}

func show(e channel.Entry, i int) message {
	m := message{Slot: e.ID, Mine: e.Mine, Lang: e.Lang, Before: e.Text, Media: e.Media, last: i}
	if e.Lang != "" {
		m.Dir = direction(e.Lang)
	}
	if e.Code != "" {
		if before, after, ok := strings.Cut(e.Text, e.Code); ok {
			m.Before, m.Code, m.After = before, e.Code, after
		}
	}
	return m
}

// since keeps of the messages those that came, or were replaced, after the entry with this id. all is true where it
// is not among them any more: what the browser shows is gone.
func (d drawing) since(id string, entries []channel.Entry) (news drawing, all bool) {
	at := -1
	for i, e := range entries {
		if e.ID == id {
			at = i
		}
	}
	if at < 0 {
		return d, true
	}
	news = d
	news.Messages = nil
	for _, m := range d.Messages {
		if m.last > at {
			news.Messages = append(news.Messages, m)
		}
	}
	return news, false
}

// label finds what the pressed button said, "" where it is none of the open ones.
func (d drawing) label(data string) string {
	for _, row := range d.Rows {
		for _, b := range row {
			if b.Data == data {
				return b.Text
			}
		}
	}
	return ""
}

// begun reports whether a conversation stands in the mailbox: a notice alone is none.
func begun(entries []channel.Entry) bool {
	for _, e := range entries {
		if e.Mine || e.Event != "" {
			return true
		}
	}
	return false
}

func direction(lang string) string {
	if i18n.RTL(lang) {
		return "rtl"
	}
	return "ltr"
}
