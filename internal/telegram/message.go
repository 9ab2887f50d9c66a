package telegram

import (
	"context"
	"encoding/json"
	"strconv"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// What Telegram takes at most.
const (
	MaxText    = 4096 // UTF-16 units of a message
	MaxData    = 64   // bytes of a button's data
	MaxButtons = 100  // of one message
)

// Message is what is sent. The zero of each field is the plain choice.
type Message struct {
	Text    string     // at most MaxText UTF-16 units after markup
	HTML    bool       // Text is Telegram's HTML; else it is shown as it stands
	Buttons [][]Button // rows below the message
	Silent  bool       // arrives without a sound
	Protect bool       // cannot be forwarded or saved
	ReplyTo int        // id of the message that it answers; 0: none
}

// Button has either Data (a press comes as a Callback) or URL.
type Button struct {
	Text string `json:"text"`
	Data string `json:"callback_data,omitempty"`
	URL  string `json:"url,omitempty"`
}

type keyboard struct {
	Rows [][]Button `json:"inline_keyboard"`
}

// Links are never previewed: a preview is fetched by others and shows what a conversation is about.
const noPreview = `{"is_disabled":true}`

// Send sends one message and returns its id. A Doubtful error means that it may have been sent.
func (c *Client) Send(ctx context.Context, chat int64, m Message) (messageID int, err error) {
	const method = "sendMessage"
	params, err := words(method, chat, m.Text, m.HTML)
	if err != nil {
		return 0, err
	}
	if err := addKeyboard(method, params, m.Buttons, false); err != nil {
		return 0, err
	}
	params.AddBool("disable_notification", m.Silent)
	params.AddBool("protect_content", m.Protect)
	if m.ReplyTo != 0 {
		params["reply_parameters"] = `{"message_id":` + strconv.Itoa(m.ReplyTo) + `,"allow_sending_without_reply":true}`
	}
	result, err := c.call(ctx, method, params)
	if err != nil {
		return 0, err
	}
	var sent struct {
		ID int `json:"message_id"`
	}
	return sent.ID, decode(method, result, &sent)
}

// EditText puts m's text and buttons in place of those of a message of ours; Silent, Protect and ReplyTo do not apply.
// That it says already what it should is no error. One that is not there or too old is Gone.
func (c *Client) EditText(ctx context.Context, chat int64, messageID int, m Message) error {
	const method = "editMessageText"
	params, err := words(method, chat, m.Text, m.HTML)
	if err != nil {
		return err
	}
	if err := addKeyboard(method, params, m.Buttons, true); err != nil {
		return err
	}
	params["message_id"] = strconv.Itoa(messageID)
	_, err = c.call(ctx, method, params)
	return unlessSame(err)
}

// EditButtons puts buttons in place of those of a message of ours; none takes them away. Errors are EditText's.
func (c *Client) EditButtons(ctx context.Context, chat int64, messageID int, buttons [][]Button) error {
	const method = "editMessageReplyMarkup"
	params := tgbotapi.Params{"chat_id": strconv.FormatInt(chat, 10), "message_id": strconv.Itoa(messageID)}
	if err := addKeyboard(method, params, buttons, true); err != nil {
		return err
	}
	_, err := c.call(ctx, method, params)
	return unlessSame(err)
}

func unlessSame(err error) error {
	if ReasonOf(err) == "not_modified" {
		return nil
	}
	return err
}

func words(method string, chat int64, text string, html bool) (tgbotapi.Params, error) {
	if text == "" {
		return nil, &Error{Method: method, Kind: Bad, Reason: "empty"}
	}
	params := tgbotapi.Params{"chat_id": strconv.FormatInt(chat, 10), "text": text, "link_preview_options": noPreview}
	if html {
		params["parse_mode"] = "HTML"
	}
	return params, nil
}

// addKeyboard adds the buttons; even none is said where an edit must take them away.
func addKeyboard(method string, params tgbotapi.Params, rows [][]Button, always bool) error {
	if len(rows) == 0 && !always {
		return nil
	}
	if rows == nil {
		rows = [][]Button{}
	}
	markup, err := json.Marshal(keyboard{rows})
	if err != nil {
		return &Error{Method: method, Kind: Bad, Reason: "button"}
	}
	params["reply_markup"] = string(markup)
	return nil
}
