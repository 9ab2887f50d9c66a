package telegram_test

import (
	"testing"

	"github.com/chuyme/chuyme/internal/telegram"
)

func TestSend(t *testing.T) {
	bot, tg := open(t)
	tg.Say(7, "здравей")
	id, err := bot.Send(t.Context(), 7, telegram.Message{
		Text: "1 < 2 & <code>", Silent: true, Protect: true, ReplyTo: 1,
		Buttons: [][]telegram.Button{{{Text: "Да", Data: "a=b"}, {Text: "Сайт", URL: "https://example.org"}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	m := tg.Sent(7)[0]
	if m.ID != id || m.Text != "1 < 2 & <code>" || !m.Silent || !m.Protected || len(m.Buttons[0]) != 2 || m.HTML {
		t.Errorf("got %+v", m)
	}
	p := tg.Calls("sendMessage")[0].Params
	if p.Get("link_preview_options") != `{"is_disabled":true}` {
		t.Errorf("a link would be previewed: %v", p)
	}
	if p.Get("reply_parameters") != `{"message_id":1,"allow_sending_without_reply":true}` {
		t.Errorf("reply parameters: %q", p.Get("reply_parameters"))
	}
}

func TestSendHTML(t *testing.T) {
	bot, tg := open(t)
	tg.Say(7, "здравей")
	if _, err := bot.Send(t.Context(), 7, telegram.Message{Text: "код <code>1&lt;2</code>", HTML: true}); err != nil {
		t.Fatal(err)
	}
	if m := tg.Sent(7)[0]; m.Text != "код 1<2" || len(m.Code) != 1 || m.Code[0] != "1<2" {
		t.Errorf("got %+v", m)
	}
}

func TestSendNothing(t *testing.T) {
	bot, tg := open(t)
	tg.Say(7, "здравей")
	if _, err := bot.Send(t.Context(), 7, telegram.Message{}); telegram.ReasonOf(err) != "empty" {
		t.Errorf("got %v", err)
	}
	if len(tg.Calls("sendMessage")) != 0 {
		t.Error("Telegram was asked all the same")
	}
}

func TestEdit(t *testing.T) {
	bot, tg := open(t)
	tg.Say(7, "здравей")
	id, err := bot.Send(t.Context(), 7, telegram.Message{Text: "кога", Buttons: [][]telegram.Button{{{Text: "сега", Data: "a=now"}}}})
	if err != nil {
		t.Fatal(err)
	}
	marked := [][]telegram.Button{{{Text: "✓ сега", Data: "a=now"}}}
	if err := bot.EditText(t.Context(), 7, id, telegram.Message{Text: "кога", Buttons: marked}); err != nil {
		t.Fatal(err)
	}
	if m := tg.Sent(7)[0]; m.Buttons[0][0].Text != "✓ сега" || len(m.Before) != 1 {
		t.Errorf("got %+v", m)
	}
	if err := bot.EditText(t.Context(), 7, id, telegram.Message{Text: "кога", Buttons: marked}); err != nil {
		t.Errorf("an edit that changes nothing: %v", err)
	}
	if err := bot.EditButtons(t.Context(), 7, id, nil); err != nil {
		t.Fatal(err)
	}
	if m := tg.Sent(7)[0]; len(m.Buttons) != 0 || m.Text != "кога" {
		t.Errorf("got %+v", m)
	}
	if err := bot.EditText(t.Context(), 7, id+50, telegram.Message{Text: "друго"}); telegram.KindOf(err) != telegram.Gone {
		t.Errorf("an edit of nothing: %v", err)
	}
}

func TestAnswerCallback(t *testing.T) {
	bot, tg := open(t)
	press := tg.PressOn(7, 7, 1, "a=b")
	if err := bot.AnswerCallback(t.Context(), press, ""); err != nil {
		t.Fatal(err)
	}
	if !tg.Answered(press) {
		t.Error("not answered")
	}
	if err := bot.AnswerCallback(t.Context(), "unknown", ""); telegram.KindOf(err) != telegram.Gone {
		t.Errorf("an unknown press: %v", err)
	}
}
