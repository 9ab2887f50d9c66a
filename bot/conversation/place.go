package conversation

import (
	"slices"
	"strings"

	"github.com/chuyme/chuyme/internal/signal"
)

// clearLead is how far the best of several places must be ahead to be taken without asking.
const clearLead = 0.2

// maxFound is how many places are offered after a search.
const maxFound = 5

// placeTyped searches what was typed as the place. One that is sure is taken, several are offered, and where the
// register has none the name is kept as it was told and browsing goes on from there.
func (t *turn) placeTyped(text string) {
	found := t.e.do.Find(text)
	told := t.s.Draft.Place
	told.Text = text
	t.s.Draft.Place, t.changed = told, true
	switch {
	case len(strings.Fields(text)) > enoughWords:
		t.volunteer(text, t.alone(text))
		t.say(text, nil)
	case len(found) == 0 || t.alarming(text):
		t.say(text, nil) // it may be no place at all ("I am in the attic"), or more than one: it is read and kept as told
	}
	t.s.Province = ""
	switch {
	case len(found) == 0:
		t.s.Found = nil
	case sure(found):
		t.takePlace(found[0].Place, text)
	default:
		t.s.Found = nil
		for _, m := range found[:min(len(found), maxFound)] {
			if !slices.ContainsFunc(t.s.Found, func(p signal.Place) bool { return placeID(p) == placeID(m.Place) }) {
				t.s.Found = append(t.s.Found, m.Place)
			}
		}
	}
	t.finish(modeNext)
}

// alarming reports whether a text tells more than where: read by itself it means something for triage.
func (t *turn) alarming(text string) bool {
	d := signal.Draft{Said: []signal.Said{{ID: t.sayID(), At: t.ev.At, Text: text}}}
	return t.e.do.Read(d).Urgency.Rank() > signal.NotASignal.Rank()
}

// sure reports whether the first of found is the one that was meant.
func sure(found []Match) bool {
	return found[0].Score >= sureScore && (len(found) == 1 || found[0].Score-found[1].Score >= clearLead)
}

// takePlace takes p as the place and says which it is.
func (t *turn) takePlace(p signal.Place, told string) {
	p.Text = told
	t.s.Draft.Place, t.changed = p, true
	t.s.Found, t.s.Province = nil, ""
	delete(t.s.Extra, markPlace)
	t.unpass(signal.Where)
	t.ack = append(t.ack, "place.taken")
}

// choosePlace takes a press of the place question: one of those found, a province, a municipality.
func (t *turn) choosePlace(key, option string) bool {
	switch key {
	case "province":
		if t.area(t.e.do.Provinces(), option) == nil {
			return false
		}
		t.s.Province, t.s.Found = option, nil
		t.finish(modeNext)
		return true
	case "municipality":
		return t.chooseMunicipality(option)
	}
	if option == "other" {
		t.s.Found, t.s.Province = nil, ""
		t.finish(modeNext)
		return true
	}
	for _, p := range t.s.Found {
		if placeID(p) == option || p.Municipality == option {
			t.takePlace(p, t.s.Draft.Place.Text)
			t.finish(modeNext)
			return true
		}
	}
	return false
}

// chooseMunicipality takes a municipality, with the place as it was told before.
func (t *turn) chooseMunicipality(code string) bool {
	if len(code) < 4 {
		return false
	}
	province := t.area(t.e.do.Provinces(), code[:3])
	if province == nil {
		return false
	}
	m := t.area(t.e.do.Municipalities(province.Code), code)
	if m == nil {
		return false
	}
	p := signal.Place{Municipality: m.Code, MunicipalityName: m.Name, Province: province.Name}
	t.takePlace(p, t.s.Draft.Place.Text)
	t.finish(modeNext)
	return true
}

func (t *turn) area(list []Area, code string) *Area {
	if i := slices.IndexFunc(list, func(a Area) bool { return a.Code == code }); i >= 0 {
		return &list[i]
	}
	return nil
}

// location takes a shared location, whatever question is open.
func (t *turn) location(p signal.Place) {
	t.fresh = false
	if p.Municipality == "" {
		if near, ok := t.e.do.Nearest(p.Lat, p.Lon); ok {
			near.Lat, near.Lon = p.Lat, p.Lon
			p = near
		} else {
			p.Abroad = true
		}
	}
	told := t.s.Draft.Place.Text
	t.takePlace(p, told)
	if p.Abroad {
		t.ack[len(t.ack)-1] = "place.abroad"
	}
	if t.s.At == signal.Lang {
		t.s.Draft.Lang = t.lang()
		t.open(signal.Role)
	}
	t.finish(modeNext)
}

// placeID is what a button for p carries: its code in the register, else its municipality's.
func placeID(p signal.Place) string {
	if p.EKATTE != "" {
		return p.EKATTE
	}
	return p.Municipality
}

// placeName is p as it is shown: the settlement and, where it is another word, its municipality.
func (t *turn) placeName(p signal.Place) string {
	switch {
	case p.Abroad:
		return t.text("place.outside", nil)
	case p.Name == "" && p.MunicipalityName == "":
		return p.Text
	case p.Name == "" && p.Text != "" && isShort(p.Text):
		return p.Text + ", " + t.text("place.municipality", map[string]any{"name": p.MunicipalityName})
	case p.Name == "":
		return t.text("place.municipality", map[string]any{"name": p.MunicipalityName})
	case p.District != "":
		return p.Name + ", " + p.District
	case p.MunicipalityName == "" || p.MunicipalityName == p.Name && p.Kind != "village":
		return p.Name
	}
	return p.Name + ", " + t.text("place.municipality", map[string]any{"name": p.MunicipalityName})
}

// placeButtons are the buttons of the place question: what was found, else provinces, else municipalities.
func (t *turn) placeButtons(columns int) [][]Button {
	var list []Button
	switch {
	case len(t.s.Found) > 0:
		for _, p := range t.s.Found {
			list = append(list, Button{Text: t.placeName(p), Data: "place=" + placeID(p)})
		}
		list = append(list, t.button("place.other", "place=other"))
		columns = 1
	case t.s.Province != "":
		list = t.areaButtons("municipality", t.e.do.Municipalities(t.s.Province))
	default:
		list = t.areaButtons("province", t.e.do.Provinces())
	}
	return rows(list, columns)
}

func (t *turn) areaButtons(key string, areas []Area) []Button {
	list := make([]Button, 0, len(areas))
	for _, a := range areas {
		name := a.Name
		if t.latin() && a.Latn != "" {
			name = a.Latn
		}
		list = append(list, Button{Text: name, Data: key + "=" + a.Code})
	}
	return list
}

// latin reports whether names are shown in Latin letters: to whoever does not read Cyrillic.
func (t *turn) latin() bool {
	switch t.s.Draft.Lang {
	case "bg", "uk", "ru", "":
		return false
	}
	return true
}
