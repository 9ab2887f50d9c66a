package casework

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/signal"
)

// View is a case as an officer may see it, opened.
type View struct {
	Case       signal.Case
	Bells      []signal.Bell
	Draft      signal.Draft
	Events     []signal.Event
	Deliveries []signal.Delivery
	Due        []Due     // what the responsible unit must do, the earliest first
	Related    []Related // other cases that may be about the same child, the likeliest first
	SameText   int       // how many of the newest others have the very same text
	Closing    Closing   // a request to close that waits for a second person; zero: none
	Purged     bool
}

// sees reports whether an officer may see a case: their unit has a part in it, or they lead the national unit.
func (d *Desk) sees(ctx context.Context, who Officer, ref signal.Ref) error {
	bells, err := d.Store.Bells(ctx, ref)
	if err != nil {
		return err
	}
	if aside(bells, who.Unit, who.ID) {
		return casestore.ErrNotFound
	}
	if d.national(who.Unit) && who.Role == "admin" {
		return nil
	}
	if _, ok := bellOf(bells, who.Unit); !ok {
		return casestore.ErrNotFound
	}
	return nil
}

// View opens a case. The look and its reason are in the audit log; the officer's alert counts as seen.
func (d *Desk) View(ctx context.Context, who Officer, ref signal.Ref, why string) (View, error) {
	if err := d.sees(ctx, who, ref); err != nil {
		return View{}, err
	}
	v, err := d.inspect(ctx, who.actor(), ref, why)
	if err != nil {
		return View{}, err
	}
	if err := d.relate(ctx, &v, d.unitsOf(who), func(other signal.Ref) error { return d.sees(ctx, who, other) }); err != nil {
		return View{}, err
	}
	if bell, _ := bellOf(v.Bells, who.Unit); who.Unit != v.Case.Unit || bell.From != "" {
		v.Draft.Phone, v.Events = "", withoutPhones(v.Events)
	}
	return v, d.Store.MarkSeen(ctx, ref, who.Unit, who.ID)
}

// withoutPhones leaves out the number that a reporter left to be called: it is for the responsible unit alone,
// and not before that has taken a case that was handed to it.
func withoutPhones(events []signal.Event) []signal.Event {
	events = slices.Clone(events)
	for i, e := range events {
		if e.News != nil && e.News.Phone != "" {
			news := *e.News
			news.Phone = ""
			events[i].News = &news
		}
	}
	return events
}

// Inspect opens a case for whoever has the master key at hand: the operator, through the command line. It asks for no
// part in the case; the look and its reason are in the audit log.
func (d *Desk) Inspect(ctx context.Context, who casestore.Actor, ref signal.Ref, why string) (View, error) {
	v, err := d.inspect(ctx, who, ref, why)
	if err != nil {
		return View{}, err
	}
	err = d.relate(ctx, &v, nil, func(signal.Ref) error { return nil })
	return v, err
}

func (d *Desk) inspect(ctx context.Context, who casestore.Actor, ref signal.Ref, why string) (View, error) {
	v := View{}
	var err error
	v.Draft, v.Events, err = d.Store.Opened(ctx, ref, who, why)
	if errors.Is(err, casestore.ErrPurged) {
		v.Purged = true
		v.Events, err = d.Store.Log(ctx, ref)
	}
	if err != nil {
		return View{}, fmt.Errorf("open case %s: %w", ref, err)
	}
	if v.Case, err = d.Store.Case(ctx, ref); err != nil {
		return View{}, err
	}
	v.Due = terms(v.Case, v.Events)
	if v.Bells, err = d.Store.Bells(ctx, ref); err != nil {
		return View{}, err
	}
	v.Closing = closing(v.Events)
	v.Deliveries, err = d.Store.Deliveries(ctx, ref)
	return v, err
}

// List gives the cases that an officer may see, the most urgent first and the oldest first among those.
func (d *Desk) List(ctx context.Context, who Officer, f casestore.Filter) ([]signal.Case, error) {
	f.Units, f.Officer = d.unitsOf(who), who.actor()
	return d.Store.List(ctx, f)
}

// unitsOf lists the units whose cases an officer may see; nil: those of all.
func (d *Desk) unitsOf(who Officer) []string {
	if d.national(who.Unit) && who.Role == "admin" {
		return nil
	}
	return []string{who.Unit}
}

// Stamp changes with the case, or with ref "" with the officer's list; it is cheap and not written down.
func (d *Desk) Stamp(ctx context.Context, who Officer, ref signal.Ref) (string, error) {
	if ref == "" {
		return d.listStamp(ctx, who)
	}
	if err := d.sees(ctx, who, ref); err != nil {
		return "", err
	}
	c, err := d.Store.Case(ctx, ref)
	return strconv.FormatInt(c.Version, 10), err
}

func (d *Desk) listStamp(ctx context.Context, who Officer) (string, error) {
	cases, err := d.List(ctx, who, casestore.Filter{States: []signal.State{signal.Open, signal.Transferred, signal.Acknowledged}, Limit: 200})
	if err != nil {
		return "", err
	}
	sum := int64(0)
	for _, c := range cases {
		sum = sum*31 + c.Version + int64(len(c.Ref))
	}
	return fmt.Sprintf("%d-%d", len(cases), sum), nil
}
