package casework

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/signal"
)

// Related is another case that may be about the same child. It is shown and never merged: that is a person's to decide.
type Related struct {
	Case signal.Case
	Why  []string // what the two have in common, keys of weights
	sum  int
}

const (
	relatedWithin = 60 * 24 * time.Hour // how far apart two signals may be
	relatedClose  = 3 * 24 * time.Hour  // what is about as far apart as a second call about the same thing
	relatedFrom   = 6                   // the sum of weights from which a case is shown
	relatedShown  = 8
	relatedSeen   = 200 // cases compared, the newest
)

// weights say how much it tells that two signals have something in common. No single answer is enough: a village, the
// child's age and sex, and one thing more are; so is the same text.
var weights = map[string]int{
	"text": 6, "words": 4, "village": 3, "district": 3, "town": 2, "child": 2,
	"municipality": 1, "who": 1, "setting": 1, "kind": 1, "time": 1,
}

// relate adds to an opened case the others that may be about the same child, the likeliest first, among those in which
// one of the units has a part (nil: among all) and that may is true of, and how many have the very same text.
func (d *Desk) relate(ctx context.Context, v *View, units []string, may func(signal.Ref) error) error {
	if v.Purged {
		return nil
	}
	opened := v.Case.OpenedAt
	shared, err := d.Store.Alike(ctx, v.Case.Ref, casestore.Near{Units: units, Since: opened.Add(-relatedWithin), Till: opened.Add(relatedWithin),
		By: []string{samePlace, sameMunicipality, sameText, casestore.Phrase}, Limit: relatedSeen})
	if err != nil {
		return err
	}
	_, phrases := traitsOf(v.Draft)
	var found []Related
	for ref, common := range shared {
		v.SameText += min(1, common[sameText])
		found = append(found, inCommon(ref, common, v.Draft.Place, len(phrases)))
	}
	slices.SortFunc(found, likelier)
	found = found[:min(len(found), 3*relatedShown)] // bounds what is read when a flood is alike
	for _, r := range found {
		switch err := may(r.Case.Ref); {
		case errors.Is(err, casestore.ErrNotFound):
			continue
		case err != nil:
			return err
		}
		if r.Case, err = d.Store.Case(ctx, r.Case.Ref); err != nil {
			return err
		}
		if r = r.beside(v.Case); r.sum >= relatedFrom {
			v.Related = append(v.Related, r)
		}
	}
	slices.SortFunc(v.Related, likelier)
	v.Related = v.Related[:min(len(v.Related), relatedShown)]
	return nil
}

// likelier orders by weight, the newer first among equals.
func likelier(a, b Related) int {
	return cmp.Or(cmp.Compare(b.sum, a.sum), cmp.Compare(b.Case.Ref, a.Case.Ref))
}

// inCommon weighs the traits that a case shares with the one that is looked at, whose place and number of phrases are
// given.
func inCommon(ref signal.Ref, common map[string]int, place signal.Place, phrases int) Related {
	r := Related{Case: signal.Case{Ref: ref}}
	r.say(common[sameText] > 0, "text")
	r.say(common[sameText] == 0 && similar(common[casestore.Phrase], phrases), "words")
	r.say(common[samePlace] > 0, settlement(place))
	r.say(common[samePlace] == 0 && common[sameMunicipality] > 0, "municipality")
	r.say(common[sameChild] > 0, "child")
	r.say(common[sameWho] > 0, "who")
	r.say(common[sameSetting] > 0, "setting")
	return r
}

// beside weighs what the register itself tells of the two cases.
func (r Related) beside(c signal.Case) Related {
	r.say(slices.ContainsFunc(c.Category, func(o signal.Option) bool { return slices.Contains(r.Case.Category, o) }), "kind")
	r.say(c.OpenedAt.Sub(r.Case.OpenedAt).Abs() <= relatedClose, "time")
	return r
}

func (r *Related) say(holds bool, why string) {
	if holds {
		r.Why, r.sum = append(r.Why, why), r.sum+weights[why]
	}
}

// similar reports whether enough of a text's phrases are in another one: a third of those that are kept of it.
func similar(shared, phrases int) bool {
	return shared >= 2 && 3*shared >= min(phrases, casestore.Sample)
}

// settlement says what kind of place two cases share: where more people live, it tells less.
func settlement(p signal.Place) string {
	switch {
	case p.District != "":
		return "district"
	case p.Kind == "town":
		return "town"
	}
	return "village"
}
