package console

import (
	"slices"

	"github.com/chuyme/chuyme/internal/signal"
)

// Occasions lists the occasions of a meeting, for its form.
func (s sheet) Occasions() []string { return Occasions() }

// Urgencies lists the levels, for the form that corrects one.
func (s sheet) Urgencies() []signal.Urgency { return signal.Urgencies() }

// Reasons lists the closing reasons, for their form.
func (s sheet) Reasons() []string { return CloseReasons() }

// Handed reports whether the case was handed to the officer's unit and nobody has taken it there.
func (s sheet) Handed() bool {
	return slices.ContainsFunc(s.View.Bells, func(b signal.Bell) bool { return b.Unit == s.Who.Unit && b.From != "" })
}

// Kinds lists the kinds of units that may attend a meeting.
func (s sheet) Kinds() []string {
	return []string{"ozd", "police", "pedagogic_room", "helpline", "agency", "inspectorate", "municipality", "prosecutor", "ngo"}
}
