package conversation

import "slices"

// notice tells something that the reporter did not ask for. It leaves the open question as it is, tells nothing
// twice, and nothing in a chat that was hidden or to whoever asked not to be written to. Where the reporter has been silent
// for long, it waits until they say that they can read it.
func (t *turn) notice(n Notice) {
	switch {
	case n.ID != "" && slices.Contains(t.s.Notices, n.ID):
		return
	case t.s.Stage == stageInnocent || t.s.Draft.Silent || !t.s.Opened && !t.s.Sent:
		return
	}
	if n.ID != "" {
		t.s.Notices = append(t.s.Notices, n.ID)
	}
	if t.hold(n) {
		return
	}
	t.announce(n)
}

// announce says what a notice tells.
func (t *turn) announce(n Notice) {
	args := map[string]any{"unit": t.unit(n.Unit)}
	switch n.Kind {
	case "taken":
		t.reply("notice.taken", args)
	case "transferred":
		t.reply("notice.transferred", args)
	case "closed":
		t.closed("notice.closed", n.Why, args)
	case "reply":
		t.spoken("", n.Text, n.Unit)
	}
}
