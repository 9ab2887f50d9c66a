package console

import (
	"time"

	"github.com/chuyme/chuyme/internal/signal"
)

// Related is another case that may be about the same child, which who looks may see.
type Related struct {
	Case signal.Case
	Why  []string // what the two have in common, ids of the catalogs under "console.o.related."
}

// RelatedJSON is one such case in the form of "case show" and of GET /v1/cases/{ref}.
type RelatedJSON struct {
	Ref      signal.Ref     `json:"ref"`
	Urgency  signal.Urgency `json:"urgency"`
	State    signal.State   `json:"state"`
	OpenedAt time.Time      `json:"opened_at"`
	Why      []string       `json:"why"` // text words village district town municipality child who setting kind time
}

func formRelated(related []Related) []RelatedJSON {
	form := make([]RelatedJSON, 0, len(related))
	for _, r := range related {
		form = append(form, RelatedJSON{Ref: r.Case.Ref, Urgency: r.Case.Urgency, State: r.Case.State, OpenedAt: r.Case.OpenedAt, Why: full(r.Why)})
	}
	return form
}

// SameText says how many others have the very same text, "" where none has.
func (s sheet) SameText() string {
	if s.View.SameText == 0 {
		return ""
	}
	return s.c.p.Texts.Text(s.Lang, "console.related.same", map[string]any{"n": s.View.SameText})
}
