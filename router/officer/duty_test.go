package officer

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chuyme/chuyme/i18n"
	"github.com/chuyme/chuyme/router/unit"
)

// unitOf reads a units file in which the agency has this duty.
func unitOf(t *testing.T, duty, table string) *unit.Unit {
	t.Helper()
	path := filepath.Join(t.TempDir(), "units.yaml")
	for name, text := range map[string]string{
		path: "version: 1\nnational: desk\nunits:\n  - {id: desk, kind: agency, name: {bg: Дежурна}" + duty + "}\n",
		filepath.Join(filepath.Dir(path), "t.csv"): table,
	} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	units, err := unit.Load(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	return units.National()
}

func TestDutyAsAnOfficerSeesIt(t *testing.T) {
	texts, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	g := &Dialog{Texts: texts}
	now := time.Date(2026, 12, 1, 16, 0, 0, 0, time.UTC) // 18:00 in Sofia
	table := "date,from,to,officer\n2026-12-01,17:30,08:30,o-2\n2026-12-03,17:30,08:30,o-1 + o-2\n"
	for _, tt := range []struct{ name, duty, want string }{
		{"a schedule with holes", `, duty: {table: t.csv, weekly: [{mon-fri: "08:30-17:30", officer: o-3}, {"sat,sun": "00:00-24:00", officer: o-3}]}`,
			`Дежурна
Сега дежури: o-2, до 02.12 08:30.

Вие дежурите (следващите 14 дни):
– 03.12 17:30 – 04.12 08:30

Не дежури никой (следващите 14 дни):
– 02.12 17:30 – 03.12 08:30
– 04.12 17:30 – 05.12 00:00
– 07.12 00:00 – 07.12 08:30
– 07.12 17:30 – 08.12 08:30
– 08.12 17:30 – 09.12 08:30
– 09.12 17:30 – 10.12 08:30
– 10.12 17:30 – 11.12 08:30
– 11.12 17:30 – 12.12 00:00
– 14.12 00:00 – 14.12 08:30
– 14.12 17:30 – 15.12 08:30
– и още 1`},
		{"nobody now", `, duty: {weekly: {mon-fri: "08:30-17:30", officer: o-1}, standins: [{for: o-1, by: o-4, from: 2026-12-02, to: 2026-12-14}]}`,
			`Дежурна
Сега дежури: никой, до 02.12 08:30.

Вие дежурите (следващите 14 дни):
– 15.12 08:30 – 15.12 17:30

Не дежури никой (следващите 14 дни):
– 01.12 18:00 – 02.12 08:30
– 02.12 17:30 – 03.12 08:30
– 03.12 17:30 – 04.12 08:30
– 04.12 17:30 – 07.12 08:30
– 07.12 17:30 – 08.12 08:30
– 08.12 17:30 – 09.12 08:30
– 09.12 17:30 – 10.12 08:30
– 10.12 17:30 – 11.12 08:30
– 11.12 17:30 – 14.12 08:30
– 14.12 17:30 – 15.12 08:30
– и още 1`},
		{"always somebody else", `, duty: {fallback: [o-9]}`, `Дежурна
Сега дежури: o-9, до 09.12 18:00.

В следващите 14 дни не дежурите.

В следващите 14 дни винаги дежури някой.`},
		{"no schedule", ``, "Дежурна\nВ звеното няма график на дежурствата."},
	} {
		if got := g.dutyOf(unitOf(t, tt.duty, table), "o-1", now); got != tt.want {
			t.Errorf("%s: got:\n%s\nwant:\n%s", tt.name, got, tt.want)
		}
	}
}
