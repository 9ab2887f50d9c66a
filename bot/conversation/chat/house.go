package chat

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/chuyme/chuyme/bot/conversation"
	"github.com/chuyme/chuyme/internal/signal"
)

// House is a reception with one chat and a register in memory. It does what a real one does, in the order in which
// it must: carry out an effect, hand its outcome back, only then say anything. It is not safe for concurrent use.
type House struct {
	Engine  *conversation.Engine
	Now     time.Time
	Lang    string // what the channel knows of the person's language
	Down    bool   // the register cannot be reached
	Session conversation.Session

	cases  []*record
	drafts int
	sent   []string // ids of the events of the reporter, in order
	notice int
	code   signal.Code // shown last
}

// record is a case of the register.
type record struct {
	ref   signal.Ref
	draft signal.Draft
	code  signal.Code
	state signal.State
	why   string
	words []conversation.Spoken
}

// unit is the unit that leads every case of a House.
func unit() map[string]string {
	return map[string]string{"bg": "ОЗД Горна Вода", "en": "CPD Gorna Voda"}
}

// Do plays one input and returns what came of it, in order: effects, then messages.
func (h *House) Do(in Input) ([]Line, error) {
	var came []Line
	switch {
	case in.Wait > 0:
		h.Now = h.Now.Add(in.Wait)
		came = h.sweep()
	case in.House != "":
		lines, err := h.order(in.House)
		if err != nil {
			return nil, err
		}
		came = lines
	default:
		came = h.run(h.event(in))
	}
	for i := range came {
		came[i].At = FormatState(h.Session)
	}
	if len(came) == 0 {
		came = nil
	}
	return came, nil
}

// event makes the event that a channel would make of an input.
func (h *House) event(in Input) conversation.Event {
	ev := conversation.Event{
		At: h.Now, Lang: h.Lang, Data: in.Data, Refused: in.Refused, Location: in.Location,
		Text: strings.ReplaceAll(in.Text, "{code}", h.code.Grouped()),
	}
	if in.Edits > 0 && in.Edits <= len(h.sent) {
		ev.ID, ev.Edited = h.sent[in.Edits-1], true
		return ev
	}
	ev.ID = "e" + strconv.Itoa(len(h.sent)+1)
	h.sent = append(h.sent, ev.ID)
	if in.Media != nil {
		m := *in.Media
		m.ID = "m" + strconv.Itoa(len(h.sent))
		ev.Media = &m
	}
	return ev
}

// Carried is an effect that was carried out, and what became of it.
type Carried struct {
	Effect  conversation.Effect
	Outcome conversation.Outcome
}

// run handles one event to its end and writes down what came of it.
func (h *House) run(ev conversation.Event) []Line {
	return lines(h.Receive(ev))
}

// lines writes down what came of an event: effects, then messages.
func lines(carried []Carried, said []conversation.Reply) []Line {
	var came []Line
	for _, c := range carried {
		came = append(came, Line{Lines: []string{formatEffect(c.Effect, c.Outcome)}})
	}
	for _, r := range said {
		came = append(came, Line{ID: r.ID, Lines: FormatReply(r)})
	}
	return came
}

// Receive handles one event to its end: it carries out the effects, and returns them and what is said.
func (h *House) Receive(ev conversation.Event) ([]Carried, []conversation.Reply) {
	if h.Session.Draft.ID == "" {
		h.drafts++
		h.Session.Draft.ID = signal.DraftID("d" + strconv.Itoa(h.drafts))
	}
	res := h.Engine.Step(h.Session, ev)
	replies := res.Replies
	var carried []Carried
	for _, eff := range res.Effects {
		out := h.carryOut(eff)
		carried = append(carried, Carried{eff, out})
		next := h.Engine.Step(res.Session, conversation.Event{ID: ev.ID, At: h.Now, Lang: h.Lang, Outcome: &out})
		res.Session = next.Session
		replies = append(replies, next.Replies...)
	}
	h.Session = res.Session
	for _, r := range replies {
		if r.Code != "" {
			h.code = h.Session.Code
		}
	}
	return carried, replies
}

// sweep does what is due by now.
func (h *House) sweep() []Line {
	var came []Line
	for range 10 {
		due, ok := h.Engine.Deadline(h.Session)
		if !ok || due.After(h.Now) {
			break
		}
		came = append(came, h.run(conversation.Event{At: h.Now, Lang: h.Lang, Silence: true})...)
		if h.Down {
			break // it could not be done: it is tried again at the next sweep
		}
	}
	return came
}

// carryOut does one effect on the register.
func (h *House) carryOut(e conversation.Effect) conversation.Outcome {
	out := conversation.Outcome{Effect: e.Kind, Unit: unit()}
	switch e.Kind {
	case conversation.EffKeep, conversation.EffSend:
		if h.Down {
			out.Err = true
			return out
		}
		c := h.find(e)
		out.Fresh = c == nil
		if c == nil {
			c = &record{ref: signal.NewRef(h.Now.Year(), len(h.cases)+1), state: signal.Open}
			h.cases = append(h.cases, c)
		}
		c.draft, _ = c.draft.Merge(e.Draft)
		if c.draft.ID == "" {
			c.draft.ID = e.Draft.ID
		}
		if e.Kind == conversation.EffSend && c.code == "" {
			c.code = signal.Code(fmt.Sprintf("%016d", 4_210_987_600_035_120+len(h.cases)))
		}
		h.tell(&out, c)
	case conversation.EffRecall:
		if out.Err = h.Down; out.Err {
			return out
		}
		for _, c := range h.cases {
			if c.code == e.Code && c.code != "" {
				out.Known, out.Words = true, c.words
				h.tell(&out, c)
			}
		}
	}
	return out
}

// find is the case of an effect's draft, nil where there is none.
func (h *House) find(e conversation.Effect) *record {
	for _, c := range h.cases {
		if c.ref == e.Case && e.Case != "" || c.draft.ID == e.Draft.ID {
			return c
		}
	}
	return nil
}

func (h *House) tell(out *conversation.Outcome, c *record) {
	out.Ref, out.Code, out.State, out.Close = c.ref, c.code, c.state, c.why
	out.Taken = c.state == signal.Acknowledged
}

// order does what a "*" line says.
func (h *House) order(line string) ([]Line, error) {
	word, rest, _ := strings.Cut(line, " ")
	switch {
	case line == "store down", line == "store up":
		h.Down = line == "store down"
		return nil, nil
	case line == "other chat":
		h.Session, h.sent = conversation.Session{}, nil
		return nil, nil
	case len(h.cases) == 0:
		return nil, fmt.Errorf("* %s: there is no case yet", line)
	}
	c := h.cases[len(h.cases)-1]
	h.notice++
	n := conversation.Notice{Kind: word, Unit: unit(), ID: "n" + strconv.Itoa(h.notice)}
	switch word {
	case "taken":
		c.state = signal.Acknowledged
	case "transferred":
		c.state = signal.Transferred
		n.Unit = map[string]string{"bg": rest, "en": rest}
	case "closed":
		c.state, c.why, n.Why = signal.Closed, rest, rest
	case "reply":
		n.Text = rest
		c.words = append(c.words, conversation.Spoken{ID: n.ID, At: h.Now, Text: rest})
	default:
		return nil, fmt.Errorf("* %s: want store down, store up, other chat, taken, transferred UNIT, closed REASON or reply WORDS", line)
	}
	if h.Session.Ref != c.ref {
		return nil, nil // nobody is there to be told
	}
	return h.run(conversation.Event{At: h.Now, Notice: &n}), nil
}
