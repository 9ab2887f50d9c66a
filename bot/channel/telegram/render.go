package telegram

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/chuyme/chuyme/bot/conversation"
	tg "github.com/chuyme/chuyme/internal/telegram"
)

// render turns a reply into the messages that say it: one, or several where it is longer than Telegram takes, the
// last of them with the buttons. Only a reply with a code needs markup; every other goes out as it stands.
func render(r conversation.Reply) []tg.Message {
	var out []tg.Message
	for _, part := range split(r.Text, tg.MaxText, r.Code) {
		m := tg.Message{Text: part}
		if before, after, ok := strings.Cut(part, r.Code); ok && r.Code != "" {
			m.Text = html.EscapeString(before) + "<code>" + html.EscapeString(r.Code) + "</code>" + html.EscapeString(after)
			m.HTML = true
		}
		out = append(out, m)
	}
	if len(out) > 0 {
		out[len(out)-1].Buttons = keyboard(r.Buttons)
	}
	return out
}

// split cuts text into parts of at most limit UTF-16 units: at a blank line, else at a line's end, else at a space,
// else anywhere; never inside whole. Parts of nothing but space are left out.
func split(text string, limit int, whole string) []string {
	var parts []string
	for text != "" {
		end := cutAt(text, limit)
		if at := strings.Index(text, whole); whole != "" && at > 0 && at < end && end < at+len(whole) {
			end = at
		}
		if part := strings.TrimSpace(text[:end]); part != "" {
			parts = append(parts, part)
		}
		text = text[end:]
	}
	return parts
}

// cutAt is the length in bytes of the first part of text.
func cutAt(text string, limit int) int {
	units, blank, line, space := 0, 0, 0, 0
	for i, r := range text {
		n := 1
		if r > 0xFFFF {
			n = 2
		}
		if units += n; units > limit {
			return firstOf(blank, line, space, i)
		}
		switch {
		case r == '\n' && strings.HasPrefix(text[i:], "\n\n"):
			blank = i + 1
		case r == '\n':
			line = i + 1
		case unicode.IsSpace(r):
			space = i + utf8.RuneLen(r)
		}
	}
	return len(text)
}

func firstOf(ends ...int) int {
	for _, end := range ends {
		if end > 0 {
			return end
		}
	}
	return 1 // not reached: the last of ends is the cut at the limit itself
}
