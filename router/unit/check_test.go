package unit

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

const covered = `
version: 1
national: n
units:
  - {id: n, kind: agency, name: Агенция}
  - {id: ozd, kind: ozd, name: Отдел, municipalities: [LOV33], endpoints: [{id: mail, kind: email, to: duty@example.org}]}
  - {id: ru, kind: police, name: РУ, municipalities: [LOV33, SLV20], duty: {weekly: {daily: "00:00-24:00", officer: [o-1, o-2]}}}
  - {id: ozd-s, kind: ozd, name: Отдел, municipalities: [SLV20], leads: [{urgency: [urgent, standard]}], duty: {fallback: o-1}}
  - {id: ozd-h, kind: ozd, name: Отдел, municipalities: [HKV33]}
`

func TestCheck(t *testing.T) {
	r := read(t, covered, nil)
	report := Check(r, nil, Reach{SMTP: true})
	// SLV20 is uncovered by its crisis alone, which goes to the national unit, in which there is nobody.
	if want := []string{"HKV33", "LOV36", "LOV38", "RSE04", "SLV20", "SOF46", "VAR05"}; !slices.Equal(report.Uncovered, want) || report.Holds() {
		t.Errorf("uncovered %v, want %v", report.Uncovered, want)
	}
	i := slices.IndexFunc(report.Municipalities, func(c Cover) bool { return c.Code == "SLV20" })
	got, err := json.Marshal(report.Municipalities[i])
	if err != nil {
		t.Fatal(err)
	}
	want := `{"code":"SLV20","name":"Сливен","lead":{"crisis":"n","urgent":"ozd-s","standard":"ozd-s"},"joins":{"crisis":["ru","ozd-s"],"urgent":[],"standard":[]}}`
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	for _, said := range []string{
		"unit n: it stands behind all others and has nobody: give it an endpoint, a duty or officers",
		"unit ozd-h: it has nobody: each of its steps passes at once, up to the national unit",
	} {
		if !slices.Contains(report.Warnings, said) {
			t.Errorf("%q is not among the warnings %q", said, report.Warnings)
		}
	}
}

// One officer who joined the national unit, and nobody is left alone.
func TestCheckWithOfficers(t *testing.T) {
	r := read(t, covered, nil)
	joined := func(id ID) []string {
		return map[ID][]string{"n": {"o-1"}, "ru": {"o-1"}}[id]
	}
	report := Check(r, joined, Reach{})
	if !report.Holds() {
		t.Errorf("uncovered %v, want none", report.Uncovered)
	}
	for _, said := range []string{
		"unit ozd: endpoint mail cannot be reached: set CHUYME_SMTP_URL",
		"unit ru: its duty names o-2, who have not joined: officer invite --unit ru --officer o-2",
	} {
		if !slices.Contains(report.Warnings, said) {
			t.Errorf("%q is not among the warnings %q", said, report.Warnings)
		}
	}
	if slices.ContainsFunc(report.Warnings, func(w string) bool { return strings.HasPrefix(w, "unit n:") }) {
		t.Errorf("the national unit has somebody, and the warnings are %q", report.Warnings)
	}
}

func TestReportJSON(t *testing.T) {
	r := read(t, "version: 1\nnational: n\nunits: [{id: n, kind: agency, name: Агенция, duty: {fallback: [o-1]}}]\n", nil)
	got, err := json.Marshal(Check(r, nil, Reach{}))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(got, []byte(`"uncovered":[],"warnings":[]`)) || bytes.Contains(got, []byte("null")) {
		t.Errorf("an empty list should be [] in %s", got)
	}
}

func TestPrint(t *testing.T) {
	var b bytes.Buffer
	if err := Check(read(t, covered, nil), nil, Reach{SMTP: true}).Print(&b); err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{
		"LOV33  Тетевен       ozd +ru       ozd     ozd\n",
		"SLV20  Сливен        n +ru +ozd-s  ozd-s   ozd-s\n",
		"8 municipalities, 7 uncovered: HKV33 LOV36 LOV38 RSE04 SLV20 SOF46 VAR05\n",
		"warning: unit ozd-h: it has nobody: each of its steps passes at once, up to the national unit\n",
	} {
		if !strings.Contains(b.String(), line) {
			t.Errorf("no line %q in\n%s", line, b.String())
		}
	}
}

// What is doubtful is warned of, with the unit's id.
func TestWarnings(t *testing.T) {
	r := read(t, `
version: 1
national: n
units:
  - {id: n, kind: agency, name: {en: Agency}, ladder: [{notify: duty}]}
  - {id: ozd, kind: ozd, name: Отдел}
  - id: ru
    kind: police
    name: РУ
    municipalities: [LOV33, LOV33]
    quiet: {from: "22:00", to: "07:00", except: [urgent]}
    duty: {table: t.csv}
    endpoints:
      - {id: inside, kind: webhook, url: "http://127.0.0.1:9000/hook", secret_env: INSIDE}
      - {id: outside, kind: webhook, url: "http://cases.example.org/hook", secret_env: OUTSIDE}
`, map[string]string{"t.csv": "date,from,to,officer\n2026-12-01,08:00,20:00,o-1\n2026-12-01,19:00,08:00,o-2\n"})
	want := []string{
		`unit n: it has no Bulgarian name; "Agency" is shown instead`,
		"unit n: its ladder does not end with the national unit, which is told at the end all the same",
		"unit ozd: it names no municipality or settlement, so only a transfer reaches it",
		"unit ru: municipality LOV33 is named twice",
		"unit ru: endpoint outside is reached over plain http, which works for CHUYME_PRIVATE_ENDPOINTS only",
		"unit ru: two shifts overlap from 2026-12-01 19:00 to 2026-12-01 20:00: t.csv:2 and t.csv:3; both officers are told",
		"unit ru: a crisis is never held back by quiet hours, whatever except says",
	}
	if got := r.Warnings(); !slices.Equal(got, want) {
		t.Errorf("got:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// A day that was forgotten in the schedule is warned of, the first of them by name.
func TestWarningsOfMissingDays(t *testing.T) {
	r := read(t, `
version: 1
national: n
units:
  - {id: n, kind: agency, name: Агенция, duty: {table: t.csv}}
`, map[string]string{"t.csv": "date,from,to,officer\n2026-12-01,08:00,08:00,o-1\n2026-12-03,08:00,20:00,o-1\n2026-12-08,08:00,20:00,o-1\n"})
	want := []string{
		"unit n: no shift of its table begins on 2026-12-02, and nobody is on for hours",
		"unit n: no shift of its table begins on 2026-12-04, and nobody is on for hours",
		"unit n: no shift of its table begins on 2026-12-05, and nobody is on for hours",
		"unit n: no shift begins on 2 more days of its table on which nobody is on for hours",
	}
	if got := r.Warnings(); !slices.Equal(got, want) {
		t.Errorf("got:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
