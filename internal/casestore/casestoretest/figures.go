package casestoretest

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/signal"
)

// figures gives what is counted of all cases in which a unit has a part; "" of all.
func figures(t testing.TB, h *house, unit string) (list []casestore.Figure) {
	t.Helper()
	ok(t, h.EachFigure(h.ctx, unit, func(f casestore.Figure) error {
		list = append(list, f)
		return nil
	}))
	return list
}

func figuresKept(t *testing.T, h *house) {
	opened, _ := h.file(t)
	other := get(h.Open(h.ctx, opening(), nil))(t)
	h.clock.Move(time.Minute)
	more := signal.Draft{Answers: signal.Answers{
		signal.KindOf: {signal.Neglect, signal.Online}, signal.Setting: {"school"}, signal.Perpetrator: {"teacher"}, signal.Age: {"8-11"}, signal.Sex: {"boy"},
	}}
	h.change(t, opened.Ref, func(tx *casestore.Tx) error {
		if _, err := tx.Merge(more, nil); err != nil {
			return err
		}
		tx.SetTaken(tx.Now())
		_, err := tx.Append(signal.Event{Kind: signal.EvMeeting, Unit: ozd, Data: map[string]string{"occasion": "follow_up"}})
		return err
	})
	all := figures(t, h, "")
	if len(all) != 2 || all[0].Ref != opened.Ref || all[1].Ref != other.Ref {
		t.Fatalf("figures: got %+v, want those of %s and %s", all, opened.Ref, other.Ref)
	}
	f := all[0]
	equal(t, "role", f.Role, signal.RoleFriend)
	equal(t, "setting", f.Setting, "school")
	equal(t, "perpetrator", f.Perpetrator, "teacher")
	equal(t, "age", f.Age, "8-11")
	equal(t, "sex", f.Sex, "boy")
	equal(t, "municipality", f.Municipality, "LOV34")
	equal(t, "urgency", f.Urgency, signal.Standard)
	equal(t, "time until it was taken", f.TakenAt.Sub(f.OpenedAt), time.Minute)
	if !slices.Equal(f.Kind, []signal.Option{signal.Neglect, signal.Online}) || !slices.Equal(f.Category, []signal.Option{signal.Psychological}) {
		t.Errorf("kinds: got %v and %v, want neglect, online as answered and psychological as read", f.Kind, f.Category)
	}
	if len(f.Meetings) != 1 || f.Meetings[0].Data["occasion"] != "follow_up" {
		t.Errorf("meetings: got %+v, want one follow_up", f.Meetings)
	}
	if part := figures(t, h, ozd); len(part) != 1 || part[0].Ref != opened.Ref {
		t.Errorf("figures of %s: got %+v, want those of %s alone", ozd, part, opened.Ref)
	}
	stop := errors.New("enough")
	if err := h.EachFigure(h.ctx, "", func(casestore.Figure) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("an error of whoever counts: got %v, want it back", err)
	}
}

func figuresOutlivePurge(t *testing.T, h *house) {
	opened, _ := h.file(t)
	get(h.Purge(h.ctx, opened.Ref, casestore.System, "time is over"))(t)
	if f := figures(t, h, ""); len(f) != 1 || f[0].Role != signal.RoleFriend || !slices.Equal(f[0].Kind, []signal.Option{signal.Psychological}) {
		t.Errorf("figures after the purge: got %+v, want role and kind as before", f)
	}
}

// figuresFilled has cases that are older than the table of figures: one that opens, one that is purged only then, one
// that was purged before.
func figuresFilled(t *testing.T, h *house) {
	early, _ := h.file(t)
	late, _ := h.file(t)
	h.file(t)
	get(h.Purge(h.ctx, early.Ref, casestore.System, "before there were figures"))(t)
	exec(t, h, `delete from figures`)
	get(h.Purge(h.ctx, late.Ref, casestore.System, "after that"))(t)
	for _, when := range []string{"first", "second"} {
		f := figures(t, h, "")
		if len(f) != 3 || f[0].Role != "" || f[1].Role != signal.RoleFriend || f[2].Role != signal.RoleFriend {
			t.Fatalf("%s time: got %+v, want no role, friend, friend", when, f)
		}
		equal(t, "what lies in clear of the first", f[0].Municipality, "LOV34")
	}
	_, bad, err := h.Verify(h.ctx)
	ok(t, err)
	equal(t, "first bad entry", bad, 0)
}

func pastOf(t testing.TB, h *house) (list []string) {
	t.Helper()
	ok(t, h.EachPast(h.ctx, func(content []byte) error {
		list = append(list, string(content))
		return nil
	}))
	return list
}

func importOnce(t *testing.T, h *house) {
	records := [][]byte{[]byte(`{"source":"relative"}`), []byte(`{"source":"friend"}`), []byte(`{"source":"relative"}`)}
	for _, step := range []struct {
		name         string
		records      [][]byte
		added, known int
	}{
		{"first", records, 3, 0},
		{"the same again", records, 0, 3},
		{"longer", append(slices.Clone(records), []byte(`{"source":"relative"}`), []byte(`{}`)), 2, 3},
		{"none", nil, 0, 0},
	} {
		added, known, err := h.Import(h.ctx, "operator", step.records)
		ok(t, err)
		equal(t, step.name+": added", added, step.added)
		equal(t, step.name+": known", known, step.known)
	}
	want := []string{`{"source":"relative"}`, `{"source":"friend"}`, `{"source":"relative"}`, `{"source":"relative"}`, `{}`}
	if got := pastOf(t, h); !slices.Equal(got, want) {
		t.Errorf("records: got %q, want %q", got, want)
	}
	audit := get(h.AuditLog(h.ctx, "", 0))(t)
	if len(audit) != 2 || audit[0].Action != "import" || audit[0].Actor != "operator" || audit[0].Why != "2 records of a past register, up to number 5" {
		t.Errorf("audit: got %+v, want the two imports that added something", audit)
	}
	equal(t, "cases", len(get(h.List(h.ctx, casestore.Filter{}))(t)), 0)
	n, bad, err := h.Verify(h.ctx)
	ok(t, err)
	equal(t, "entries", n, 7)
	equal(t, "first bad entry", bad, 0)
}

// importMany lets several import the same register at the same moment.
func importMany(t *testing.T, h *house) {
	records := make([][]byte, 450) // more than one statement holds
	for i := range records {
		records[i] = []byte{'[', byte('0' + i%10), ']'}
	}
	const many = 4
	errs := make(chan error, many)
	for range many {
		go func() {
			_, _, err := h.Import(h.ctx, "operator", records)
			errs <- err
		}()
	}
	for range many {
		ok(t, <-errs)
	}
	equal(t, "records", len(pastOf(t, h)), len(records))
	_, bad, err := h.Verify(h.ctx)
	ok(t, err)
	equal(t, "first bad entry", bad, 0)
}

func figuresTampered(t *testing.T, h *house) {
	h.file(t)
	_, _, err := h.Import(h.ctx, "operator", [][]byte{[]byte(`{"source":"friend"}`), []byte(`{}`), []byte(`{"source":"mother"}`)})
	ok(t, err)
	for _, c := range []struct{ name, harm, heal string }{
		{"a figure changed", `update figures set sex = 'girl'`, `update figures set sex = ''`},
		{"a record changed", `update past set content = '{"source":"father"}' where n = 3`, `update past set content = '{"source":"mother"}' where n = 3`},
		{"a record moved", `update past set n = 9 where n = 2`, `update past set n = 2 where n = 9`},
		{"the end cut off", `delete from past where n = 3`, ``},
	} {
		_, bad, err := h.Verify(h.ctx)
		ok(t, err)
		equal(t, "before "+c.name, bad, 0)
		exec(t, h, c.harm)
		_, bad, err = h.Verify(h.ctx)
		ok(t, err)
		equal(t, c.name, bad, casestore.WrongFigures)
		if c.heal != "" {
			exec(t, h, c.heal)
		}
	}
}
