package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/chuyme/chuyme/internal/telegram/telegramtest"
)

// atTheStory brings a child in danger to where it tells what happened.
func atTheStory(p *program, chat int64) *person {
	p.t.Helper()
	child := p.person(chat)
	child.begins()
	child.inDanger()
	p.tg.Press(chat, "kind=physical")
	child.sees("that the choice can be ended", offering("nav=done"))
	child.press("nav=done", saying("Разкажи"))
	return child
}

// TestWordsOfEveryKindAreKept: what is told is kept to the letter, whatever it is written with.
func TestWordsOfEveryKindAreKept(t *testing.T) {
	t.Parallel()
	p := runningProgram(t, webhookMode()...)
	officer := p.joins("agency", "o-1", "duty", 116)
	child := atTheStory(p, 311)
	words := []string{
		strings.Repeat("😭", 4096),
		"אבא שלי מכה אותי",
		"أبي \u202eيضربني\u202c كل يوم",
		"уд\u200bря\u200d ме\ufeff",
		"<b>&amp; ' \" \\ %s {{.}} $1</b>",
		"тя\u0306\u0306\u0306\u0306\u0306\u0306\u0306\u0306",
	}
	for _, text := range words {
		child.say(text, offering("nav=done"))
	}
	child.say("преди\x00след", offering("nav=done"))
	p.settled()
	ref := p.cases()[0].Ref
	if got, want := p.shown(ref).texts(), append(words, "предислед"); !slices.Equal(got, want) {
		t.Errorf("kept %q\nwant %q", got, want)
	}
	officer.press("case=view:"+ref, saying("предислед")) // in several messages, each short enough for Telegram
}

// TestWhatCannotBeTaken: each gets a clear answer, and the conversation goes on where it stood.
func TestWhatCannotBeTaken(t *testing.T) {
	t.Parallel()
	p := runningProgram(t)
	child := atTheStory(p, 312)
	child.does("sends a sticker", func() { p.tg.Sticker(312) }, saying("не мога да го прочета"))
	child.does("sends a contact", func() { p.tg.Contact(312, "+359888000000") }, saying("не мога да го прочета"))
	child.does("sends 50 MB", func() {
		p.tg.Media(312, "document", telegramtest.File{Data: []byte("a part of it"), Size: 50 << 20, Name: "film.mkv"})
	}, saying("твърде голям"))
	child.say("/delete_everything", saying("не я знам"))
	child.say("Бие ме.", offering("nav=done"))

	group := p.person(-900)
	group.say("Здравейте, бие ме.", saying("само насаме"))
	heard := child.heard() + group.heard()
	p.tg.Message(312, map[string]any{"text": "аз съм бот", "from": map[string]any{"id": 5, "is_bot": true, "first_name": "B"}})
	p.tg.Say(-900, "Още нещо в групата")
	p.tg.Update(312, map[string]any{"my_chat_member": map[string]any{"date": 1}})
	p.tg.Update(312, map[string]any{"poll_of_tomorrow": "?"})
	p.settled()
	if n := child.heard() + group.heard(); n != heard {
		t.Errorf("a bot, a group that was answered before, or an update of another kind was answered: %d messages", n-heard)
	}
	if got := p.shown(p.cases()[0].Ref).texts(); !slices.Equal(got, []string{"Бие ме."}) {
		t.Errorf("kept %q, want what the child told and no more", got)
	}
	if n := len(p.cases()); n != 1 {
		t.Errorf("there are %d cases, want the child's alone", n)
	}
}

// TestEditedMessages: while nobody else has a message its edit takes its place; once there is a case the edit is added
// and takes nothing away.
func TestEditedMessages(t *testing.T) {
	t.Parallel()
	p := runningProgram(t)
	child := p.person(313)
	child.begins()
	child.press("danger=no", offering("kind=physical"))
	before := p.tg.Say(313, "Вуйчо пие и вика.")
	child.sees("the first words kept", offering("nav=skip"))
	child.does("edits before there is a case", func() { p.tg.Edit(313, before, "Вуйчо пие, вика и чупи.") }, saying("промяната"))
	after := 0
	child.does("tells that it is now", func() { after = p.tg.Say(313, "Помощ, сега чупи вратата и ме бие.") }, saying("112", "дежурния"))
	child.does("edits after it", func() { p.tg.Edit(313, after, "Помощ, сега чупи прозореца и ме бие.") }, saying("промяната"))
	p.settled()
	got := p.shown(p.cases()[0].Ref).texts()
	for _, want := range []string{"Вуйчо пие, вика и чупи.", "Помощ, сега чупи вратата и ме бие.", "Помощ, сега чупи прозореца и ме бие."} {
		if !slices.Contains(got, want) {
			t.Errorf("%q is not kept; there is %q", want, got)
		}
	}
}
