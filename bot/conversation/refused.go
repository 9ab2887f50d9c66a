package conversation

// caption makes the words that stood below something that cannot be taken an event of words alone: they are told, whatever
// becomes of the rest.
func (t *turn) caption() {
	if t.s.Stage == stageInnocent || t.ev.Refused != TooBig && t.ev.Refused != BadFile && t.ev.Refused != NotText || clean(t.ev.Text) == "" {
		return
	}
	t.reply("refused."+string(t.ev.Refused), nil)
	t.ev.Refused = ""
}

// refused says kindly why something cannot be taken, and goes on with what is open.
func (t *turn) refused() {
	t.reply("refused."+string(t.ev.Refused), nil)
	if t.ev.Refused != TooFast && t.ev.Refused != Unavailable {
		t.prompt()
	}
}
