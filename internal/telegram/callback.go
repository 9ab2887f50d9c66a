package telegram

import (
	"context"
	"encoding/json"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// maxAnswer is how many characters the answer to a press may have.
const maxAnswer = 200

// AnswerCallback stops the waiting sign on a pressed button and, with a text, shows it for a moment; only its first
// 200 characters. A press that is too old to be answered is Gone.
func (c *Client) AnswerCallback(ctx context.Context, id, text string) error {
	params := tgbotapi.Params{"callback_query_id": id}
	params.AddNonEmpty("text", shorten(text))
	_, err := c.call(ctx, "answerCallbackQuery", params)
	return err
}

// CallbackAnswer is the same as the body of an answer to Telegram's webhook request, which saves the call.
func CallbackAnswer(id, text string) []byte {
	body, err := json.Marshal(struct {
		Method string `json:"method"`
		ID     string `json:"callback_query_id"`
		Text   string `json:"text,omitempty"`
	}{"answerCallbackQuery", id, shorten(text)})
	if err != nil {
		panic("telegram: three strings have no JSON: " + err.Error())
	}
	return body
}

func shorten(text string) string {
	if r := []rune(text); len(r) > maxAnswer {
		return string(r[:maxAnswer])
	}
	return text
}
