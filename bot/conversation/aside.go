package conversation

import (
	"slices"
	"time"

	"github.com/chuyme/chuyme/internal/signal"
)

// keptAside is how long a draft that is out of sight may still be gone on with.
const keptAside = 24 * time.Hour

// owed reports whether a draft that is out of sight must still become a case.
func (a Aside) owed() bool { return a.Owed }

// setAside puts the draft out of sight. What is older than a day goes, but never what must still become a case.
func (t *turn) setAside() {
	t.s.Aside = slices.DeleteFunc(t.s.Aside, func(a Aside) bool { return !a.Owed && t.ev.At.Sub(a.Since) >= keptAside })
	t.s.Aside = append(t.s.Aside, Aside{
		Since: t.ev.At, Draft: cloneDraft(t.s.Draft), At: t.s.At, Path: t.s.Path, Passed: t.s.Passed,
		Urgency: t.s.Urgency, Ref: t.s.Ref, Opened: t.s.Opened, Owed: t.s.Owed || t.s.unsafe(),
	})
}

// aside is the newest draft that is out of sight, nil where there is none or its day is over.
func (t *turn) aside() *Aside {
	if n := len(t.s.Aside); n > 0 && t.ev.At.Sub(t.s.Aside[n-1].Since) < keptAside {
		return &t.s.Aside[n-1]
	}
	return nil
}

// dropAside lets go of the drafts that are out of sight, but of those that must still become a case.
func (t *turn) dropAside() {
	t.s.Aside = slices.DeleteFunc(t.s.Aside, func(a Aside) bool { return !a.Owed })
}

// resume goes on with the newest draft that is out of sight. What was told in it is not shown.
func (t *turn) resume() {
	last := len(t.s.Aside) - 1
	a := t.s.Aside[last]
	t.blank()
	t.s.Aside = t.s.Aside[:last]
	t.s.Draft, t.s.At, t.s.Path, t.s.Passed = a.Draft, a.At, a.Path, a.Passed
	t.s.Urgency, t.s.Ref, t.s.Opened, t.s.Owed = a.Urgency, a.Ref, a.Opened, a.Owed && (a.Opened || a.Urgency == signal.Crisis)
	t.s.Category = t.current().Category
	t.adopt()
	t.s.mark(markUnseen)
	t.s.mark(markThanked)
	t.prompt()
}

// keepAside keeps the first draft that is out of sight and must still become a case.
func (t *turn) keepAside() {
	a := t.s.Aside[slices.IndexFunc(t.s.Aside, Aside.owed)]
	t.s.Then = &Then{Mode: modeAside, Draft: a.Draft.ID}
	t.effects = append(t.effects, Effect{
		Kind: EffKeep, Draft: cloneDraft(a.Draft), Read: t.e.do.Read(a.Draft), Case: a.Ref,
	})
}

// asideKept notes that a draft that is out of sight is a case now.
func (t *turn) asideKept(o Outcome, then Then) {
	i := slices.IndexFunc(t.s.Aside, func(a Aside) bool { return a.Draft.ID == then.Draft })
	if i < 0 || o.Err {
		return
	}
	if then.Mode == modeDrop {
		t.s.Aside = slices.Delete(t.s.Aside, i, i+1)
		return
	}
	t.s.Aside[i].Owed, t.s.Aside[i].Opened = false, true
	if o.Ref != "" {
		t.s.Aside[i].Ref = o.Ref
	}
}
