package chattest

import (
	"context"
	"io"
	"strings"
	"sync"

	"github.com/chuyme/chuyme/bot/channel"
	"github.com/chuyme/chuyme/bot/conversation"
	"github.com/chuyme/chuyme/internal/signal"
)

// Code is the code that every Talk ends with.
const Code = signal.Code("4071993826150044")

// Talk is a reception whose conversation is always the same: role, danger, kind (several), words, code. It keeps no
// session: what is pressed tells where it stands.
type Talk struct {
	mu    sync.Mutex
	seen  map[string]bool
	got   []channel.Incoming
	files [][]byte
	fault error
}

var _ channel.Handler = (*Talk)(nil)

// Fail makes every event from now on fail with err; nil ends it.
func (t *Talk) Fail(err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.fault = err
}

// Got lists the events that acted, in order.
func (t *Talk) Got() []channel.Incoming {
	t.mu.Lock()
	defer t.mu.Unlock()
	return append([]channel.Incoming(nil), t.got...)
}

// Files lists what was uploaded, in order.
func (t *Talk) Files() [][]byte {
	t.mu.Lock()
	defer t.mu.Unlock()
	return append([][]byte(nil), t.files...)
}

// Handle answers one event. An id that came before acts no second time and says nothing.
func (t *Talk) Handle(ctx context.Context, in channel.Incoming, out channel.Outlet) error {
	if first, err := t.note(ctx, in); err != nil || !first {
		return err
	}
	replies, at := t.answer(in.Event)
	if s, ok := out.(channel.Stater); ok {
		code := signal.Code("")
		if at == "" {
			code = Code
		}
		s.State(at, at == "", code)
	}
	if at == "hidden" {
		if err := out.Hide(ctx, nil); err != nil {
			return err
		}
	}
	_, err := out.Say(ctx, replies)
	if err != nil {
		t.forget(in) // nothing was said: it may come again
	}
	return err
}

func (t *Talk) forget(in channel.Incoming) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.seen, in.Address+in.ID)
}

// note keeps the event and what came with it.
func (t *Talk) note(ctx context.Context, in channel.Incoming) (first bool, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.fault != nil {
		return false, t.fault
	}
	if t.seen == nil {
		t.seen = map[string]bool{}
	}
	if t.seen[in.Address+in.ID] {
		return false, nil
	}
	if in.Upload != nil {
		file, err := in.Upload.Open(ctx)
		if err != nil {
			return false, err
		}
		data, err := io.ReadAll(file)
		if err != nil {
			return false, err
		}
		t.files = append(t.files, data)
	}
	t.seen[in.Address+in.ID] = true
	t.got = append(t.got, in)
	return true, nil
}

func (t *Talk) answer(ev conversation.Event) ([]conversation.Reply, signal.Question) {
	lang := ev.Lang
	if lang == "" {
		lang = "bg"
	}
	ask := func(id, text string, rows ...[]conversation.Button) conversation.Reply {
		rows = append(rows, []conversation.Button{{Text: "☎ 112", Data: "nav=help"}, {Text: "Скрий", Data: "nav=hide"}})
		return conversation.Reply{ID: id, Text: text, Buttons: rows, Asks: true, Lang: lang}
	}
	kind := func(on bool) conversation.Reply {
		mark := map[bool]string{true: "✓ ", false: ""}[on]
		r := ask("ask.kind", "Какво става?", []conversation.Button{{Text: mark + "Удрят", Data: "kind=physical", On: on}},
			[]conversation.Button{{Text: "Готово", Data: "nav=done"}})
		r.Edit = on
		return r
	}
	switch data := ev.Data; {
	case data == "nav=hide", ev.Text == "x":
		return []conversation.Reply{{ID: "innocent", Text: "Утре: рисуване.", Lang: lang}}, "hidden"
	case ev.Text == "/start":
		return []conversation.Reply{ask("ask.role", "Здравей. Кой пише?", []conversation.Button{{Text: "Дете съм", Data: "role=child"}})}, signal.Role
	case data == "role=child":
		return []conversation.Reply{ask("ask.danger", "Има ли опасност сега?", []conversation.Button{{Text: "Да, сега", Data: "danger=now"}, {Text: "Не", Data: "danger=no"}})}, signal.Danger
	case strings.HasPrefix(data, "danger="):
		return []conversation.Reply{kind(false)}, signal.KindOf
	case data == "kind=physical":
		return []conversation.Reply{kind(true)}, signal.KindOf
	case data == "nav=done":
		return []conversation.Reply{ask("ask.words", "Разкажи.", []conversation.Button{{Text: "Изпрати", Data: "nav=send"}})}, signal.Narrative
	case data == "nav=send":
		text := "Твоят код: " + Code.Grouped() + " Пази го."
		return []conversation.Reply{{ID: "sent.code", Text: text, Code: Code.Grouped(), Lang: lang}}, ""
	case data != "":
		return []conversation.Reply{{ID: "stale.press", Text: "Този бутон вече не важи.", Lang: lang}, ask("ask.role", "Кой пише?", []conversation.Button{{Text: "Дете съм", Data: "role=child"}})}, signal.Role
	}
	return []conversation.Reply{ask("told", "Записах го.", []conversation.Button{{Text: "Изпрати", Data: "nav=send"}})}, signal.Narrative
}
