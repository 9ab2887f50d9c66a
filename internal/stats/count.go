package stats

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/signal"
)

// Options say what is counted. The zero value counts everything.
type Options struct {
	From, To time.Time      // From is in the period, To is not; zero does not bound it
	Zone     *time.Location // in which days are told apart; nil is UTC
	District string         // only this district, by its name
	Unit     string         // only cases in which this unit has a part; past registers know no units
}

// Source is what the figures are counted from; the case store is one.
type Source interface {
	// EachFigure calls do with what is counted of each case.
	EachFigure(ctx context.Context, unit string, do func(casestore.Figure) error) error
	// EachPast calls do with each record of past registers.
	EachPast(ctx context.Context, do func(content []byte) error) error
}

// Count counts the cases and the past registers of a source.
func Count(ctx context.Context, from Source, o Options) (Report, error) {
	c := NewCounter(o)
	err := from.EachFigure(ctx, o.Unit, func(f casestore.Figure) error {
		c.Add(OfCase(f))
		return nil
	})
	if err != nil || o.Unit != "" {
		return c.Report(), err
	}
	past := 0
	err = from.EachPast(ctx, func(content []byte) error {
		var r Record
		if err := json.Unmarshal(content, &r); err != nil {
			return fmt.Errorf("an imported record is damaged: %w", err)
		}
		past++
		s := OfRecord(r)
		s.Past = past
		c.Add(s)
		return nil
	})
	return c.Report(), err
}

// cell is where a victim is counted.
type cell struct{ age, sex string }

// Counter counts signals one by one. It is for one goroutine.
type Counter struct {
	o       Options
	names   map[string]string // districts by code
	signals int

	source, kind, setting, perpetrator, district, urgency map[string]int
	otherSetting, otherPerpetrator, apart                 map[string]int
	victims                                               map[cell]int
	held                                                  map[string]int            // meetings by occasion
	reported                                              map[string]map[string]int // by occasion and institution
	heldIn                                                map[string]int            // meetings by district
	different                                             []Difference
	took                                                  []time.Duration
	waiting                                               int
}

// NewCounter gives a counter that has counted nothing.
func NewCounter(o Options) *Counter {
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	c := &Counter{o: o, victims: map[cell]int{}, reported: map[string]map[string]int{}}
	c.names, _ = districtNames()
	for _, m := range []*map[string]int{&c.source, &c.kind, &c.setting, &c.perpetrator, &c.district, &c.urgency,
		&c.otherSetting, &c.otherPerpetrator, &c.apart, &c.held, &c.heldIn} {
		*m = map[string]int{}
	}
	return c
}

// Add counts a signal, if it counts, and its meetings.
func (c *Counter) Add(s Signal) {
	in := districtOf(c.names, s.Municipality)
	if c.o.District != "" && in != c.o.District {
		return
	}
	within := c.within(s.ReceivedAt)
	if why := notCounted(s); why != "" {
		if within {
			c.apart[why]++
		}
		return
	}
	c.addMeetings(s, in)
	if s.ReceivedAt.IsZero() && c.bounded() {
		c.apart[undated]++
		return
	}
	if within {
		c.addSignal(s, in)
	}
}

func (c *Counter) bounded() bool { return !c.o.From.IsZero() || !c.o.To.IsZero() }

// within reports whether a moment lies in the period. No moment lies in a period that is not bounded only.
func (c *Counter) within(at time.Time) bool {
	if at.IsZero() {
		return !c.bounded()
	}
	return !at.Before(c.o.From) && (c.o.To.IsZero() || at.Before(c.o.To))
}

// What is shown apart.
const (
	notASignal = "not_a_signal"
	duplicate  = "duplicate"
	undated    = "without_date"
)

// notCounted says why a signal never counts; "" it does.
func notCounted(s Signal) string {
	switch {
	case s.Urgency == signal.NotASignal:
		return notASignal
	case s.CloseReason == duplicate:
		return duplicate
	}
	return ""
}

func (c *Counter) addSignal(s Signal, district string) {
	c.signals++
	c.district[district]++
	add(c.source, s.Source)
	if s.Source == "mother" || s.Source == "father" {
		c.source["parents"]++
	}
	for i, k := range s.Kind {
		if !slices.Contains(s.Kind[:i], k) {
			add(c.kind, k)
		}
	}
	add(c.setting, s.Setting)
	add(c.perpetrator, s.Perpetrator)
	add(c.otherSetting, s.otherSetting)
	add(c.otherPerpetrator, s.otherPerpetrator)
	for _, v := range s.Victims {
		c.victims[cell{orUnknown(v.Age), orUnknown(v.Sex)}]++
	}
	if !s.Live {
		return
	}
	c.urgency[string(s.Urgency)]++
	if s.Taken {
		c.took = append(c.took, s.TookFor)
	} else {
		c.waiting++
	}
}

func add(table map[string]int, key string) {
	if key != "" {
		table[key]++
	}
}

func orUnknown(s string) string {
	if s == "" {
		return unknown
	}
	return s
}

// addMeetings counts the meetings that fall into the period, by their own date or, without one, by that of their signal.
func (c *Counter) addMeetings(s Signal, district string) {
	held := slices.DeleteFunc(slices.Clone(s.Meetings), func(m Meeting) bool { return !c.within(m.when(s)) })
	for _, m := range gathered(held, c.o.Zone) {
		occasion := orUnknown(m.Occasion)
		c.held[occasion]++
		c.heldIn[district]++
		for _, i := range m.ReportedBy {
			if c.reported[occasion] == nil {
				c.reported[occasion] = map[string]int{}
			}
			c.reported[occasion][i]++
		}
		c.differs(s, m, district)
	}
}

// when is the day that a meeting counts on.
func (m Meeting) when(s Signal) time.Time {
	if m.At.IsZero() {
		return s.ReceivedAt
	}
	return m.At
}
