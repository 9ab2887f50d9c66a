package stats

import (
	"context"
	"encoding/csv"
	"errors"
	"html"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/signal"
)

// shelf is cases to fill cards in from.
type shelf []casestore.Figure

func (s shelf) EachFigure(_ context.Context, _ string, do func(casestore.Figure) error) error {
	for _, f := range s {
		if err := do(f); err != nil {
			return err
		}
	}
	return nil
}

func (s shelf) Case(_ context.Context, ref signal.Ref) (signal.Case, error) {
	for _, f := range s {
		if f.Ref == ref {
			c := signal.Case{Ref: ref, Unit: "ozd-gabrovo", State: signal.Acknowledged}
			if f.CloseReason != "" {
				c.State, c.ClosedAt = signal.Closed, noon.AddDate(0, 1, 0)
			}
			return c, nil
		}
	}
	return signal.Case{}, casestore.ErrNotFound
}

func namesOf(code string) (name, province string) {
	if code == "GAB29" {
		return "Севлиево", "Габрово"
	}
	return "", ""
}

func team(at, occasion, attended string) signal.Event {
	return signal.Event{Kind: signal.EvMeeting, At: noon, Data: map[string]string{"at": at, "occasion": occasion, "attended": attended, "reported_by": "state_agency"}}
}

// threeCases are one of which all is known, one of which nothing is, and one that is no signal.
func threeCases() shelf {
	return shelf{
		{
			Ref: "2026-000001", Urgency: signal.Urgent, OpenedAt: noon, Municipality: "GAB29", Role: signal.RoleNeighbour, CloseReason: "measure_taken",
			Kind: []signal.Option{signal.Physical}, Category: []signal.Option{signal.Neglect}, Setting: "home", Perpetrator: "father", Age: "4-7", Sex: "boy",
			Meetings: []signal.Event{
				team("2026-05-13T08:00:00Z", "first_signal", "ozd,police"), team("2026-05-13T13:00:00Z", "first_signal", "pedagogic_room"), // written down by two
				team("2026-05-20T08:00:00Z", "procedural", "ozd"),
			},
		},
		{
			Ref: "2026-000002", Urgency: signal.Crisis, OpenedAt: noon.AddDate(0, 0, 1), Role: signal.RoleDoctor, Perpetrator: "unknown", Age: "unknown",
			Meetings: []signal.Event{team("2026-05-14T08:00:00Z", "follow_up", ""), team("2026-05-15T08:00:00Z", "follow_up", "ozd,ngo")},
		},
		{Ref: "2026-000003", Urgency: signal.NotASignal, OpenedAt: noon},
	}
}

func TestCardIsFilledInFromTheLog(t *testing.T) {
	c, err := CardOf(t.Context(), threeCases(), "2026-000001", namesOf, Options{Zone: sofia(t)})
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Missing) > 0 || c.Municipality != "Севлиево" || c.Province != "Габрово" || c.District != "Gabrovo" || c.Unit != "ozd-gabrovo" {
		t.Errorf("got %+v, want all of it and nothing missing", c)
	}
	if !slices.Equal(c.Kind, []string{"physical", "neglect"}) || c.Source != "neighbour" || c.Setting != "family" || c.Victims[0] != (Victim{"4-7", "boy"}) {
		t.Errorf("got %+v, want the keys of the figures", c)
	}
	if len(c.Meetings) != 2 || !slices.Equal(c.Meetings[0].Attended, []string{"ozd", "police", "pedagogic_room"}) || len(c.Meetings[0].Absent)+len(c.Meetings[1].Absent) > 0 {
		t.Errorf("meetings: got %+v, want two, the first with all who have to come", c.Meetings)
	}
	if _, err := CardOf(t.Context(), threeCases(), "2026-000009", namesOf, Options{}); !errors.Is(err, casestore.ErrNotFound) {
		t.Errorf("a case that is not there: got %v", err)
	}
}

func TestCardNamesWhatIsMissing(t *testing.T) {
	c, err := CardOf(t.Context(), threeCases(), "2026-000002", namesOf, Options{Zone: sofia(t)})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, g := range c.Missing {
		got = append(got, g.Field+": "+g.Says)
	}
	want := []string{
		"source: личен лекар ли е, или лекар от лечебно заведение",
		"kind: видът на насилието", "setting: къде се е случило", "perpetrator: кой е причинил насилието",
		"victims[0].age: възрастта на детето", "victims[0].sex: полът на детето", "municipality_code: общината",
		"meetings: заседание на екипа при първи сигнал",
		"meetings[0].attended: заседание на 14.05.2026: кой е присъствал",
		"meetings[1].attended: заседание на 15.05.2026: не са вписани задължителните участници: полиция, детска педагогическа стая",
		"close_reason: предприети мерки (случаят не е приключен)",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestCardsOfAPeriod: what came in the period, and what is no signal has no card.
func TestCardsOfAPeriod(t *testing.T) {
	for _, tt := range []struct {
		o    Options
		want []signal.Ref
	}{
		{Options{}, []signal.Ref{"2026-000001", "2026-000002"}},
		{Options{From: noon.Add(time.Hour)}, []signal.Ref{"2026-000002"}},
		{Options{To: noon.Add(time.Hour)}, []signal.Ref{"2026-000001"}},
		{Options{District: "Gabrovo"}, []signal.Ref{"2026-000001"}},
		{Options{To: noon}, nil},
	} {
		cards, err := Cards(t.Context(), threeCases(), namesOf, tt.o)
		var got []signal.Ref
		for _, c := range cards {
			got = append(got, c.Ref)
		}
		if err != nil || !slices.Equal(got, tt.want) {
			t.Errorf("%+v: got %v, %v, want %v", tt.o, got, err, tt.want)
		}
	}
}

// TestCardPagePrints: a page of our own, without scripts or anything from elsewhere, with each card and what it lacks.
func TestCardPagePrints(t *testing.T) {
	cards, err := Cards(t.Context(), threeCases(), namesOf, Options{Zone: sofia(t)})
	if err != nil {
		t.Fatal(err)
	}
	page := written(t, func(out io.Writer) error { return WriteCardsHTML(out, cards) })
	text := html.UnescapeString(page)
	for _, want := range []string{
		"@page { size: A4", `<html lang="bg">`, "№ 2026-000001", "№ 2026-000002", "12.05.2026, 12:00", "физическо насилие, неглижиране (пренебрегване)",
		"от 4 до 7 години, момче", "Севлиево (GAB29)", "взета е мярка за закрила, 12.06.2026", "Не липсва нищо.", "Още липсва",
		"отдел „Закрила на детето“, полиция, детска педагогическа стая",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if bad := regexp.MustCompile(`(?i)<script|<img|<link|\son\w+=|https?:|url\(`).FindString(page); bad != "" {
		t.Errorf("the page has %q", bad)
	}
	if n := strings.Count(page, "<article"); n != 2 {
		t.Errorf("%d cards, want 2", n)
	}
	if none := written(t, func(out io.Writer) error { return WriteCardsHTML(out, nil) }); !strings.Contains(none, "няма сигнали") {
		t.Errorf("a period without signals says nothing: %s", none)
	}
}

func TestCardsAsCSV(t *testing.T) {
	cards, err := Cards(t.Context(), threeCases(), namesOf, Options{Zone: sofia(t)})
	if err != nil {
		t.Fatal(err)
	}
	lines, err := csv.NewReader(strings.NewReader(written(t, func(out io.Writer) error { return WriteCardsCSV(out, cards) }))).ReadAll()
	want := []string{
		"2026-000001", "2026-05-12T12:00:00+03:00", "ozd-gabrovo", "neighbour", "physical neglect", "family", "father", "4-7", "boy", "GAB29", "Севлиево", "Габрово",
		"2026-05-13 first_signal ozd+police+pedagogic_room; 2026-05-20 procedural ozd", "closed", "2026-06-12", "measure_taken", "",
	}
	if err != nil || len(lines) != 3 || !slices.Equal(lines[1], want) {
		t.Errorf("got %q, %v\nwant %q", lines, err, want)
	}
}

// TestCardHasAWordForEverything that the figures may hold.
func TestCardHasAWordForEverything(t *testing.T) {
	reasons := []string{"measure_taken", "police_protection", "family_supported", "handed_over", "not_confirmed", "not_child_protection", "duplicate", "unreachable"}
	for list, keys := range map[string][]string{
		"source": with(sources(), doctor), "kind": kinds(), "setting": settings(), "perpetrator": perpetrators(), "sex": with(sexes(), unknown),
		"age": with(ages(), unknown), "occasion": occasions(), "unit": unitKinds(), "institution": institutions(), "close": reasons,
	} {
		for _, k := range keys {
			if cardWord(list, k) == k {
				t.Errorf("the list %s has no word for %s", list, k)
			}
		}
		if n := len(cardWords[list]); n != len(keys) {
			t.Errorf("the list %s has %d words, the figures have %d keys", list, n, len(keys))
		}
	}
}
