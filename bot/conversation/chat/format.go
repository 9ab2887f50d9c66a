package chat

import (
	"fmt"
	"slices"
	"strings"

	"github.com/chuyme/chuyme/bot/conversation"
	"github.com/chuyme/chuyme/internal/signal"
)

// Line is something that came in a turn, as it stands in a file.
type Line struct {
	ID    string // catalog id, of a message
	At    string // where the conversation stood after the turn: a question, a stage behind a slash, "-" for neither
	Lines []string
}

// FormatReply writes a message and its keyboard. The code in it, if any, is written as {code}.
func FormatReply(r conversation.Reply) []string {
	text := r.Text
	if r.Code != "" {
		text = strings.ReplaceAll(text, r.Code, "{code}")
	}
	mark := "< "
	if r.Edit {
		mark = "~< "
	}
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(line); line == "" && len(out) > 0 {
			continue
		}
		out = append(out, mark+line)
		mark = "  "
	}
	return append(out, formatRows(r.Buttons)...)
}

// formatRows writes a keyboard; a long list of places is cut after its first button.
func formatRows(rows [][]conversation.Button) []string {
	var out []string
	cut := 0
	for _, row := range rows {
		if len(row) > 0 && isArea(row[0].Data) {
			if cut == 0 {
				out = append(out, "  "+formatButton(row[0])+" …")
			}
			cut += len(row)
			continue
		}
		var buttons []string
		for _, b := range row {
			buttons = append(buttons, formatButton(b))
		}
		out = append(out, "  "+strings.Join(buttons, " "))
	}
	return out
}

func formatButton(b conversation.Button) string { return "[" + b.Text + " " + b.Data + "]" }

func isArea(data string) bool {
	return strings.HasPrefix(data, "province=") || strings.HasPrefix(data, "municipality=")
}

// formatEffect writes an effect as it was carried out.
func formatEffect(e conversation.Effect, o conversation.Outcome) string {
	word := string(e.Kind)
	switch {
	case e.Kind == conversation.EffKeep && o.Fresh, e.Kind == conversation.EffKeep && o.Err && e.Case == "":
		word = "open"
	case e.Kind == conversation.EffKeep:
		word = "add"
	case e.Kind == conversation.EffRecall && o.Known:
		word = "recall known"
	case e.Kind == conversation.EffRecall:
		word = "recall unknown"
	}
	if e.Kind == conversation.EffKeep || e.Kind == conversation.EffSend {
		word += " " + string(e.Read.Urgency) + formatDraft(e.Draft)
	}
	if e.Silent {
		word += " silent"
	}
	if o.Err {
		word += " failed"
	}
	return "! " + word
}

// formatDraft writes what a draft holds: answers in the order of the questions, place, how much was said.
func formatDraft(d signal.Draft) string {
	var b strings.Builder
	order := []signal.Question{
		signal.Role, signal.Danger, signal.KindOf, signal.Setting, signal.Perpetrator, signal.Age, signal.Sex, signal.Contact,
	}
	for q := range d.Answers {
		if !slices.Contains(order, q) {
			order = append(order, q)
		}
	}
	for _, q := range order {
		var list []string
		for _, o := range d.Answers[q] {
			list = append(list, string(o))
		}
		if len(list) > 0 {
			fmt.Fprintf(&b, " %s=%s", q, strings.Join(list, ","))
		}
	}
	if d.Place.Known() {
		p := d.Place.Municipality
		if p == "" {
			p = "unknown"
		}
		fmt.Fprintf(&b, " place=%s", p)
	}
	if len(d.Said) > 0 {
		fmt.Fprintf(&b, " said=%d", len(d.Said))
	}
	if d.Phone != "" {
		b.WriteString(" phone")
	}
	return b.String()
}

// FormatState writes where a session stands.
func FormatState(s conversation.Session) string {
	at := string(s.At)
	if at == "" {
		at = "-"
	}
	if s.Stage != "" {
		at += "/" + s.Stage
	}
	return at
}
