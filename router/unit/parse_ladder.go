package unit

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/chuyme/chuyme/internal/signal"
	"github.com/chuyme/chuyme/router/duty"
	"go.yaml.in/yaml/v4"
)

// Bounds of a ladder.
const (
	longestLadder = 30 * 24 * time.Hour
	shortestEvery = time.Minute
)

// ladders reads the unit's ladder: one list for every urgency, or a map of lists.
func (p *parser) ladders(n *yaml.Node) map[signal.Urgency][]Step {
	if n == nil {
		return nil
	}
	ladders := map[signal.Urgency][]Step{}
	if n.Kind == yaml.SequenceNode {
		steps := p.steps(n)
		for _, u := range signal.Urgencies() {
			ladders[u] = p.complete(u, steps)
		}
		p.unended(steps)
		return ladders
	}
	f := p.fields(n, "ladder", string(signal.Crisis), string(signal.Urgent), string(signal.Standard))
	for _, urgency := range urgencies() {
		if value := f[string(urgency)]; value != nil {
			steps := p.steps(value)
			ladders[urgency] = p.complete(urgency, steps)
			p.unended(steps)
		}
	}
	return ladders
}

func (p *parser) steps(n *yaml.Node) []Step {
	var steps []Step
	items := p.items(n)
	if len(items) == 0 {
		p.fault(n, "the ladder has no step: leave it out, or begin with {notify: duty}")
	}
	for i, item := range items {
		f := p.fields(item, "a ladder's step", "after", "notify", "every")
		step := Step{Notify: word(p, f["notify"], "notify", []Word{NotifyDuty, NotifyUnit, NotifyLead, NotifyNational})}
		if f["notify"] == nil && item.Kind == yaml.MappingNode {
			p.fault(item, "the ladder's step has no notify: write duty, unit, lead or national")
		}
		if f["after"] != nil {
			step.After = p.duration(f["after"], "after")
		} else if i > 0 && item.Kind == yaml.MappingNode {
			p.fault(item, "the ladder's step has no after: write after: 5m, counted from the moment the case came")
		}
		if i > 0 && step.After < steps[i-1].After && f["after"] != nil {
			p.fault(f["after"], "the ladder goes back: after %s comes behind %s, and each step must come later than the one before",
				step.After, steps[i-1].After)
		}
		step.Every = p.every(f["every"], i == len(items)-1)
		steps = append(steps, step)
	}
	return steps
}

// every reads how often the last step is told again; unsaid is negative until complete decides.
func (p *parser) every(n *yaml.Node, last bool) time.Duration {
	if n == nil {
		return -1
	}
	every := p.duration(n, "every")
	switch {
	case !last:
		p.fault(n, "only the last step of a ladder can be told again and again: take every out")
	case every != 0 && every < shortestEvery:
		p.fault(n, "every %s is a storm: write 1m or more", every)
	}
	return every
}

// duration reads "5m", "1h30m" or "2d".
func (p *parser) duration(n *yaml.Node, what string) time.Duration {
	text := p.text(n, what)
	d, err := time.ParseDuration(text)
	if days, isDays := strings.CutSuffix(text, "d"); isDays {
		count, bad := strconv.ParseUint(days, 10, 8)
		d, err = time.Duration(count)*24*time.Hour, bad
	}
	switch {
	case err != nil:
		p.fault(n, "%s: %q is no length of time: write 5m, 2h or 1d", what, clip(text))
	case d < 0 || d > longestLadder:
		p.fault(n, "%s: %s is out of reach: write from 0m to 30d", what, text)
	default:
		return d
	}
	return 0
}

// complete ends a ladder with the national unit, so that no case ends with nobody, and has it ring on in a crisis.
func (p *parser) complete(urgency signal.Urgency, own []Step) []Step {
	steps := slices.Clone(own)
	if len(steps) == 0 {
		return defaultLadder(urgency)
	}
	last := steps[len(steps)-1]
	if last.Notify != NotifyNational {
		defaults := defaultLadder(urgency)
		end := defaults[len(defaults)-1]
		if end.Workdays > 0 {
			end = Step{After: 5 * 24 * time.Hour, Notify: NotifyNational}
		}
		steps[len(steps)-1].Every = 0
		end.After = max(end.After, last.After+end.After/3)
		end.Every = last.Every
		steps = append(steps, end)
	}
	for i := range steps {
		if i < len(steps)-1 || steps[i].Every < 0 && urgency != signal.Crisis {
			steps[i].Every = 0
		} else if steps[i].Every < 0 {
			steps[i].Every = crisisEvery
		}
	}
	return steps
}

// unended warns of a ladder to which the last step was added.
func (p *parser) unended(steps []Step) {
	if n := len(steps); n > 0 && steps[n-1].Notify != NotifyNational {
		p.warn("its ladder does not end with the national unit, which is told at the end all the same")
	}
}

// quiet reads the hours in which the ladder does not start.
func (p *parser) quiet(n *yaml.Node) *Quiet {
	if n == nil {
		return nil
	}
	f := p.fields(n, "quiet", "from", "to", "except")
	clock := func(key string) int {
		if f[key] == nil {
			p.fault(n, "quiet needs from and to: %s is missing", key)
			return 0
		}
		text := p.text(f[key], "quiet "+key)
		minutes, ok := duty.ParseClock(text)
		if !ok {
			p.fault(f[key], "quiet %s: %q is no hour of a clock: write \"22:00\"", key, clip(text))
		}
		return minutes
	}
	q := &Quiet{From: clock("from"), To: clock("to"), Except: []signal.Urgency{signal.Crisis}}
	if f["from"] != nil && f["to"] != nil && q.From%(24*60) == q.To%(24*60) {
		p.fault(n, "quiet hours from one moment to the same would last all day: write another to")
	}
	if f["except"] != nil {
		q.Except = words(p, f["except"], "except", urgencies())
		if !slices.Contains(q.Except, signal.Crisis) {
			p.warn("a crisis is never held back by quiet hours, whatever except says")
		}
	}
	return q
}
