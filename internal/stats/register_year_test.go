package stats

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/seal"
)

// rows are the rows of all tables that are not zero, by table and row.
type rows map[string]int

// rowsOf are the rows of a report.
func rowsOf(r Report) rows {
	out := rows{}
	for _, s := range r.sections() {
		for _, l := range s.rows {
			if l.count && l.n.N != 0 {
				out[s.key+"/"+l.label] += l.n.N
			}
		}
	}
	return out
}

// rows are those of a book; it says nothing of districts.
func (b book) rows() rows {
	out := rows{"signals/signals": b.Signals}
	for table, t := range map[string]map[string]int{"by_source": b.BySource, "by_kind": b.ByKind, "by_setting": b.BySetting, "by_perpetrator": b.ByPerpetrator} {
		for key, n := range t {
			out[table+"/"+key] = n
		}
	}
	for age, t := range b.Victims {
		for sex, n := range t {
			out["victims_by_age_and_sex/"+age+" "+sex] = n
		}
	}
	for name, o := range map[string]bookOccasion{"at_first_signal": b.Meetings.First, "at_follow_up": b.Meetings.FollowUp, "procedural": b.Meetings.Procedural} {
		out["team_meetings/"+name] = o.Counted
		for by, n := range o.ReportedBy {
			out["team_meetings/"+name+", by "+by] = n
		}
	}
	return out
}

// tally counts lines by hand: those of a district ("" all) that came, or whose meetings were held, in a period that is
// the beginning of its days ("2023-04").
func tally(lines []lineOf, period, district string) rows {
	out := rows{}
	for _, l := range lines {
		in := l["district"].(string)
		if district != "" && in != district {
			continue
		}
		meetings, _ := l["meetings"].([]lineOf)
		out.addHeld(meetings, period, in)
		if !strings.HasPrefix(l["received_at"].(string), period) {
			continue
		}
		out["signals/signals"]++
		out["by_district/"+in]++
		for _, field := range []string{"source", "setting", "perpetrator"} {
			if word, ok := l[field].(string); ok {
				out["by_"+field+"/"+word]++
			}
		}
		if l["source"] == "mother" || l["source"] == "father" {
			out["by_source/parents"]++
		}
		kinds, _ := l["kind"].([]string)
		for _, k := range kinds {
			out["by_kind/"+k]++
		}
		victims, _ := l["victims"].([]lineOf)
		for _, v := range victims {
			out[fmt.Sprintf("victims_by_age_and_sex/%s %s", v["age"], v["sex"])]++
		}
	}
	return out
}

func (r rows) addHeld(meetings []lineOf, period, district string) {
	names := map[string]string{"first_signal": "at_first_signal", "follow_up": "at_follow_up", "procedural": "procedural"}
	for _, m := range meetings {
		if !strings.HasPrefix(m["at"].(string), period) {
			continue
		}
		name := "team_meetings/" + names[m["occasion"].(string)]
		if by, repeated := m["reported_by"].([]string); repeated { // the meeting itself stands before
			r[name+", by "+by[0]]++
			continue
		}
		r[name]++
		r["team_meetings.by_district/"+district]++
	}
}

func sameRows(t *testing.T, what string, got, want rows) {
	t.Helper()
	if maps.Equal(got, want) {
		return
	}
	for _, key := range slices.Sorted(maps.Keys(either(got, want))) {
		if got[key] != want[key] {
			t.Errorf("%s: %s: got %d, want %d", what, key, got[key], want[key])
		}
	}
}

func either(a, b rows) rows {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return all
}

// imported puts a register into a store, as the command does. An empty url is SQLite.
func imported(t testing.TB, url string, records []Record) *casestore.Store {
	t.Helper()
	dir := t.TempDir()
	keys, err := seal.OpenKeyset(filepath.Join(dir, "key"))
	if err != nil {
		t.Fatal(err)
	}
	store, err := casestore.Open(t.Context(), url, dir, keys, casestore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	contents := make([][]byte, len(records))
	for i, r := range records {
		if contents[i], err = json.Marshal(r); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := store.Import(t.Context(), "operator", contents); err != nil {
		t.Fatal(err)
	}
	return store
}

// narrowed are the options for a period and a district.
func narrowed(t *testing.T, period, district string) (o Options) {
	t.Helper()
	o = Options{Zone: sofia(t), District: district}
	var err, also error
	o.From, err = FirstMoment(period, o.Zone)
	if o.To, also = EndMoment(period, o.Zone); err != nil || also != nil {
		t.Fatal(err, also)
	}
	return o
}

func countedIn(t *testing.T, records []Record, period, district string) rows {
	t.Helper()
	c := NewCounter(narrowed(t, period, district))
	for _, r := range records {
		c.Add(OfRecord(r))
	}
	return rowsOf(c.Report())
}

// TestAYearOfTheCountry imports a year's register and compares every row of every table: of the year with the figures
// that it was made of, of each month and each district, and of both together, with a count by hand.
func TestAYearOfTheCountry(t *testing.T) {
	var year book
	if err := json.Unmarshal([]byte(yearBook), &year); err != nil {
		t.Fatal(err)
	}
	lines, chance := year.lines(), rand.New(rand.NewPCG(3, 5))
	for _, l := range lines {
		d := districts()[chance.IntN(len(districts()))]
		l["municipality"] = d.code + "01"
	}
	records, faults, err := Read(strings.NewReader(printed(t, lines)), sofia(t), func(string) bool { return true })
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	byCode, _ := districtNames()
	for _, l := range lines {
		l["district"] = byCode[l["municipality"].(string)[:3]]
	}
	store := imported(t, "", records)
	count := func(period, district string) rows {
		t.Helper()
		r, err := Count(t.Context(), store, narrowed(t, period, district))
		if err != nil {
			t.Fatal(err)
		}
		return rowsOf(r)
	}

	got, want := count("2023", ""), tally(lines, "2023", "")
	sameRows(t, "2023", got, want)
	maps.DeleteFunc(got, func(key string, _ int) bool { return strings.Contains(key, "by_district/") })
	sameRows(t, "2023 as it was printed", got, year.rows())
	for month := time.January; month <= time.December; month++ {
		period := fmt.Sprintf("2023-%02d", month)
		sameRows(t, period, count(period, ""), tally(lines, period, ""))
		for _, d := range districts() {
			sameRows(t, d.name+" in "+period, countedIn(t, records, period, d.name), tally(lines, period, d.name))
		}
	}
	for _, d := range districts() {
		sameRows(t, d.name, count("", d.name), tally(lines, "", d.name))
	}
}
