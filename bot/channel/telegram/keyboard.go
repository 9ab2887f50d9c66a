package telegram

import (
	"github.com/chuyme/chuyme/bot/conversation"
	tg "github.com/chuyme/chuyme/internal/telegram"
)

// keyboard turns a reply's buttons into rows. A button that Telegram would refuse is left out, because with it the
// whole message would be refused, and a question with one button less is still a question.
func keyboard(rows [][]conversation.Button) [][]tg.Button {
	var out [][]tg.Button
	left := tg.MaxButtons
	for _, row := range rows {
		var line []tg.Button
		for _, b := range row {
			if b.Text == "" || b.Data == "" || len(b.Data) > tg.MaxData || left == 0 {
				continue
			}
			left--
			line = append(line, tg.Button{Text: b.Text, Data: b.Data})
		}
		if len(line) > 0 {
			out = append(out, line)
		}
	}
	return out
}
