package place_test

import (
	"encoding/json"
	"strings"
	"sync"
	"testing"

	"github.com/chuyme/chuyme/router/place"
)

func embedded(t testing.TB) *place.Register {
	t.Helper()
	r, err := place.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestEmbeddedHasEveryMunicipality(t *testing.T) {
	t.Parallel()
	r := embedded(t)
	provinces := r.Provinces()
	if len(provinces) != 28 {
		t.Errorf("%d provinces, want 28", len(provinces))
	}
	total := 0
	for _, p := range provinces {
		if len(p.Code) != 3 || p.Name == "" || p.Latin == "" || p.Province != p.Code {
			t.Errorf("province %+v lacks something", p)
		}
		for _, m := range r.Municipalities(p.Code) {
			total++
			if m.Province != p.Code || !strings.HasPrefix(m.Code, p.Code) || m.Name == "" || m.Latin == "" {
				t.Errorf("municipality %+v of %s lacks something", m, p.Code)
			}
			if got, ok := r.Municipality(m.Code); !ok || got != m {
				t.Errorf("Municipality(%s) = %+v, %v, want %+v", m.Code, got, ok, m)
			}
		}
	}
	if total != 265 {
		t.Errorf("%d municipalities, want 265", total)
	}
	if _, ok := r.Municipality("LOV99"); ok {
		t.Error("Municipality(LOV99) is found, want nothing")
	}
	if got := r.Municipalities("XXX"); got != nil {
		t.Errorf("Municipalities(XXX) = %v, want none", got)
	}
}

// Every municipality is found by its name in both scripts, and its seat is the first match: of several that share a name, one of them.
func TestEveryMunicipalityIsFoundByName(t *testing.T) {
	t.Parallel()
	r := embedded(t)
	for _, p := range r.Provinces() {
		for _, m := range r.Municipalities(p.Code) {
			for _, query := range []string{m.Name, m.Latin, "община " + m.Name, m.Name + ", област " + strings.TrimSuffix(p.Name, " (столица)")} {
				got := r.Find(query)
				found := false
				for i, g := range got {
					area, _ := r.Municipality(g.MunicipalityCode)
					found = found || g.MunicipalityCode == m.Code && (i == 0 || area.Name == m.Name)
				}
				if !found {
					t.Errorf("Find(%q) = %q, want the seat of %s", query, shown(got), m.Code)
				}
			}
		}
	}
}

func TestProvincesAreInAlphabeticalOrder(t *testing.T) {
	t.Parallel()
	last := ""
	for _, p := range embedded(t).Provinces() {
		if p.Name < last {
			t.Errorf("%s stands behind %s", p.Name, last)
		}
		last = p.Name
	}
}

func TestMatchAsJSON(t *testing.T) {
	t.Parallel()
	got := open(t).Find("кв. Столипиново")
	if len(got) == 0 {
		t.Fatal("no match")
	}
	b, err := json.Marshal(got[0])
	if err != nil {
		t.Fatal(err)
	}
	want := `{"ekatte":"","name":"Пловдив","kind":"town","municipality_code":"PDV22","municipality":"Пловдив","province":"Пловдив","district":"Източен","score":1}`
	if string(b) != want {
		t.Errorf("JSON is\n%s, want\n%s", b, want)
	}
	got[0].District = ""
	if b, err = json.Marshal(got[0]); err != nil || strings.Contains(string(b), "district") {
		t.Errorf("JSON without a district is %s, %v", b, err)
	}
}

func TestScoresFall(t *testing.T) {
	t.Parallel()
	r := open(t)
	for _, q := range queries(t) {
		got := r.Find(q)
		if len(got) > 5 {
			t.Errorf("Find(%q) has %d matches, want 5 at most", q, len(got))
		}
		for i, m := range got {
			if m.Score <= 0 || m.Score > 1 || i > 0 && m.Score > got[0].Score {
				t.Errorf("Find(%q): score %v at rank %d after %v", q, m.Score, i, got[0].Score)
			}
		}
	}
}

// The larger of several places with one name goes first, whatever the order of the file.
func TestLargerFirst(t *testing.T) {
	t.Parallel()
	got := shown(open(t).Find("село Александрово"))
	want := "Александрово/SZR24 Александрово/LOV18 Александрово/HKV34"
	if strings.Join(got[:min(3, len(got))], " ") != want {
		t.Errorf("Find = %q, want it to begin with %q", got, want)
	}
}

func TestFindIsConcurrent(t *testing.T) {
	t.Parallel()
	r := open(t)
	asked := queries(t)
	want := make([]string, len(asked))
	for i, q := range asked {
		want[i] = strings.Join(shown(r.Find(q)), " ")
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for i, q := range asked {
				if got := strings.Join(shown(r.Find(q)), " "); got != want[i] {
					t.Errorf("Find(%q) = %q at once with others, %q alone", q, got, want[i])
				}
			}
		})
	}
	wg.Wait()
}

// What the embedded register lacks is not taken for something that looks like it: the municipality is asked then.
func TestPartialRegisterDoesNotGuess(t *testing.T) {
	t.Parallel()
	r := embedded(t)
	for _, query := range []string{"Горна Секирна", "с. Горна Златица", "в Долно Дряново", "с. Кутела", "с. Малиново", "Горна Диканя", "с. Стефан Караджа"} {
		if got := r.Find(query); got != nil {
			t.Errorf("Find(%q) = %q, want nothing", query, shown(got))
		}
	}
}
