package channeltest

import (
	"strings"

	"github.com/chuyme/chuyme/bot/conversation"
	"github.com/chuyme/chuyme/bot/conversation/chat"
)

// codeMark stands for the code in a transcript.
const codeMark = "{code}"

// replies reads the messages of a turn back from the lines in which the house tells them: the other way round of
// chat.FormatReply. A list of places comes with its first button only, as it stands in a transcript.
func (d *desk) replies(lines []chat.Line) []conversation.Reply {
	var out []conversation.Reply
	for _, l := range lines {
		if !isEffect(l) {
			out = append(out, d.reply(l))
		}
	}
	return out
}

func (d *desk) reply(l chat.Line) conversation.Reply {
	r := conversation.Reply{ID: l.ID, Edit: strings.HasPrefix(l.Lines[0], "~< ")}
	var text []string
	for i, line := range l.Lines {
		row, isRow := strings.CutPrefix(line, "  [")
		row = strings.TrimSuffix(row, " …")
		switch {
		case i == 0:
			_, line, _ = strings.Cut(line, "< ")
			text = append(text, line)
		case isRow && strings.HasSuffix(row, "]"):
			r.Buttons = append(r.Buttons, buttons(strings.TrimSuffix(row, "]")))
		default:
			text = append(text, strings.TrimSpace(line))
		}
	}
	r.Text = strings.Join(text, "\n")
	if strings.Contains(r.Text, codeMark) {
		d.code = d.house.Session.Code.Grouped()
		r.Code, r.Text = d.code, strings.ReplaceAll(r.Text, codeMark, d.code)
	}
	return r
}

// buttons reads "Yes danger=now] [No danger=no".
func buttons(row string) []conversation.Button {
	var out []conversation.Button
	for b := range strings.SplitSeq(row, "] [") {
		if i := strings.LastIndexByte(b, ' '); i > 0 {
			out = append(out, conversation.Button{Text: b[:i], Data: b[i+1:]})
		}
	}
	return out
}
