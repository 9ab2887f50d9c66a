package alert

import (
	"errors"
	"strconv"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/signal"
)

// officersLang is the language of what officers are told; their console has its own choice.
const officersLang = "bg"

// Card is all that may stand on a lock screen.
type Card struct {
	Case   signal.Case
	Place  string // the municipality's name, "" not known
	Step   int
	Repeat bool // an earlier attempt may have arrived
}

// Line is the card in one line: urgency, reference, municipality, and nothing that tells what was reported.
func (c Card) Line(t Texts) string {
	line := t.Text(officersLang, "alert.urgency."+string(c.Case.Urgency), nil) + " · " + string(c.Case.Ref)
	if c.Place != "" {
		line += " · " + c.Place
	}
	if c.Step > 1 {
		line += " · " + t.Text(officersLang, "alert.step", map[string]any{"N": strconv.Itoa(c.Step)})
	}
	if c.Repeat {
		line += " · " + t.Text(officersLang, "alert.repeat", nil)
	}
	return line
}

func (c *Courier) card(d signal.Delivery, kase signal.Case) Card {
	card := Card{Case: kase, Step: d.Step, Repeat: d.Doubtful}
	if kase.Municipality != "" {
		card.Place = c.Place(kase.Municipality)
	}
	return card
}

// link leads to the case in the console; whoever opens it must be signed in there.
func (c *Courier) link(ref signal.Ref) string {
	return c.PublicURL.JoinPath("console", "cases", string(ref)).String()
}

// gone tells a case that is unreadable for ever from a store that is away.
func gone(err error) Result {
	if errors.Is(err, casestore.ErrPurged) || errors.Is(err, casestore.ErrNotFound) {
		return Result{State: signal.Dropped, Cause: "purged"}
	}
	return again("store")
}
