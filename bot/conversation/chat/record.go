package chat

import (
	"fmt"
	"strings"
	"time"

	"github.com/chuyme/chuyme/bot/conversation"
)

// Recorder leads a conversation in a house of its own and writes it down as a transcript that replays. It is not safe
// for concurrent use.
type Recorder struct {
	house *House
	start time.Time
	lines []string
}

// NewRecorder begins a conversation; its clock stands at the minute of now.
func NewRecorder(e *conversation.Engine, now time.Time, lang string) *Recorder {
	now = now.Truncate(time.Minute)
	return &Recorder{house: &House{Engine: e, Now: now, Lang: lang}, start: now}
}

// Take lets the reporter type text or press data, and returns what is said. What is typed may stand as in a transcript,
// "(voice 12s)"; blanks are single in one.
func (r *Recorder) Take(text, data string) (hide bool, said []conversation.Reply) {
	line := strings.Join(strings.Fields(text), " ")
	if data != "" {
		line = "[" + data + "]"
	}
	in, err := parseInput("> " + line)
	if err != nil || in.Text == "" && in.Data == "" && in.Media == nil && in.Refused == "" && in.Location == nil {
		line = strings.Trim(line, "()[]")
		in = Input{Text: line}
	}
	r.lines = append(r.lines, strings.TrimRight("> "+line, " "))
	carried, said := r.house.Receive(r.house.event(in))
	for _, c := range carried {
		hide = hide || c.Effect.Kind == conversation.EffHide
	}
	for _, l := range lines(carried, said) {
		r.lines = append(r.lines, l.Lines...)
	}
	return hide, said
}

// Transcript is the conversation so far as a .chat file that begins with a line about it. Sofia is the zone of its clock.
func (r *Recorder) Transcript(about string) ([]byte, error) {
	sofia, err := time.LoadLocation("Europe/Sofia")
	if err != nil {
		return nil, fmt.Errorf("write a transcript: %w", err)
	}
	head := []string{"# " + about, strings.TrimRight("lang  "+r.house.Lang, " "), "clock " + r.start.In(sofia).Format("2006-01-02 15:04") + " Europe/Sofia"}
	return []byte(strings.Join(append(head, r.lines...), "\n") + "\n"), nil
}
