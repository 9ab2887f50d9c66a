package conversation_test

import (
	"strconv"
	"testing"

	"github.com/chuyme/chuyme/bot/conversation"
	"github.com/chuyme/chuyme/bot/conversation/chat"
	"github.com/chuyme/chuyme/internal/signal"
	"github.com/chuyme/chuyme/router/place"
	"github.com/chuyme/chuyme/router/triage"
)

// realEngine reads and finds with the real triage and the embedded register of places.
func realEngine(t testing.TB) *conversation.Engine {
	t.Helper()
	q, err := conversation.Load("")
	if err != nil {
		t.Fatal(err)
	}
	places, err := place.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	lex := newLexicon(t)
	reader, err := triage.New(lex)
	if err != nil {
		t.Fatal(err)
	}
	return conversation.New(q, newTexts(t), lex, conversation.Services{
		Read: reader.Read,
		Find: func(query string) []conversation.Match {
			var found []conversation.Match
			for _, m := range places.Find(query) {
				found = append(found, conversation.Match{Place: placed(m), Score: m.Score})
			}
			return found
		},
		Nearest: func(lat, lon string) (signal.Place, bool) {
			y, _ := strconv.ParseFloat(lat, 64)
			x, _ := strconv.ParseFloat(lon, 64)
			m, ok := places.Nearest(y, x)
			return placed(m), ok
		},
		Provinces:      func() []conversation.Area { return areas(places.Provinces()) },
		Municipalities: func(p string) []conversation.Area { return areas(places.Municipalities(p)) },
	})
}

func placed(m place.Match) signal.Place {
	return signal.Place{
		EKATTE: m.EKATTE, Name: m.Name, Kind: m.Kind, Municipality: m.MunicipalityCode,
		MunicipalityName: m.Municipality, Province: m.Province, District: m.District,
	}
}

func areas(list []place.Area) []conversation.Area {
	out := make([]conversation.Area, 0, len(list))
	for _, a := range list {
		out = append(out, conversation.Area{Code: a.Code, Name: a.Name, Latn: a.Latin})
	}
	return out
}

// TestRealReadings leads conversations with the readings of the program: what stands in them must hold whatever the
// rules of triage become.
func TestRealReadings(t *testing.T) {
	e := realEngine(t)
	for _, tt := range []struct {
		name   string
		inputs []chat.Input
		want   func(conversation.Session) bool
	}{
		{"a first message that is a crisis opens a case", inputs("баща ми иска да ме убие, взе ножа и чупи вратата"),
			func(s conversation.Session) bool { return s.Opened && s.Urgency == signal.Crisis }},
		{"the same typed in Latin letters", inputs("pomosht, tatko me bie sega, krie se w banqta"),
			func(s conversation.Session) bool { return s.Opened && s.Urgency == signal.Crisis }},
		{"the place is taken from a first message", inputs("съседът бие детето си всяка вечер, в Тетевен сме"),
			func(s conversation.Session) bool { return s.Draft.Place.Municipality == "LOV33" }},
		{"a greeting is no signal", inputs("здравейте", "[role=parent]"),
			func(s conversation.Session) bool { return !s.Draft.Told() && s.At == signal.Danger }},
		{"a place is found by its name in Latin letters", inputs("/start", "[role=child]", "[danger=now]", "[nav=skip]", "[nav=skip]", "harmanli"),
			func(s conversation.Session) bool {
				return s.Draft.Place.Municipality == "HKV33" && s.At == signal.Review
			}},
		{"a district of a city is offered or taken", inputs("/start", "[role=child]", "[danger=now]", "[nav=skip]", "[nav=skip]", "София, кв. Люлин"),
			func(s conversation.Session) bool { return s.Draft.Place.Municipality == "SOF46" }},
		{"browsing by taps reaches a municipality", inputs("/start", "[role=child]", "[danger=now]", "[nav=skip]", "[nav=skip]", "[province=LOV]", "[municipality=LOV33]", "[nav=send]"),
			func(s conversation.Session) bool { return s.Sent && s.Draft.Place.MunicipalityName == "Тетевен" }},
		{"blackmail with images is answered with what not to do", inputs("/start", "[role=child]", "един ме изнудва, ще качи голите ми снимки ако не платя"),
			func(s conversation.Session) bool { return s.Opened && s.Extra["led"] != "" }},
		{"a child that was put out is told where to go", inputs("izgoniha me ot vkashti, nqma kade da spq", "[role=child]"),
			func(s conversation.Session) bool { return s.Opened && s.Extra["away"] != "" && s.Extra["led"] != "" }},
		{"cutting is met with the numbers and the plain question", inputs("/start", "[role=child]", "[danger=no]", "режа се по ръцете", "да", "[nav=send]"),
			func(s conversation.Session) bool {
				return s.Extra["led"] != "" && s.Draft.Answers.First(signal.Perpetrator) == ""
			}},
	} {
		h := &chat.House{Engine: e, Now: evening, Lang: "bg"}
		for _, in := range tt.inputs {
			if _, err := h.Do(in); err != nil {
				t.Fatal(err)
			}
		}
		if !tt.want(h.Session) {
			t.Errorf("%s: the session is %+v", tt.name, h.Session)
		}
	}
}

// inputs are typed texts, and presses in brackets.
func inputs(lines ...string) []chat.Input {
	var list []chat.Input
	for _, l := range lines {
		in := chat.Input{Text: l}
		if l[0] == '[' {
			in = chat.Input{Data: l[1 : len(l)-1]}
		}
		list = append(list, in)
	}
	return list
}
