package console

// Occasions lists the occasions of a meeting, for its form.
func (s sheet) Occasions() []string { return Occasions() }

// Reasons lists the closing reasons, for their form.
func (s sheet) Reasons() []string { return CloseReasons() }

// Kinds lists the kinds of units that may attend a meeting.
func (s sheet) Kinds() []string {
	return []string{"ozd", "police", "pedagogic_room", "helpline", "agency", "inspectorate", "municipality", "prosecutor", "ngo"}
}
