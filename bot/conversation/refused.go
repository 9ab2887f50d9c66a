package conversation

// refused says kindly why something cannot be taken, and goes on with what is open.
func (t *turn) refused() {
	t.reply("refused."+string(t.ev.Refused), nil)
	if t.ev.Refused != TooFast && t.ev.Refused != Unavailable {
		t.prompt()
	}
}
