package duty

import (
	"slices"
	"testing"
	"time"
)

func TestEaster(t *testing.T) {
	for year, want := range map[int]Day{
		2021: {2021, time.May, 2}, 2024: {2024, time.May, 5}, 2025: {2025, time.April, 20}, 2026: {2026, time.April, 12},
		2027: {2027, time.May, 2}, 2028: {2028, time.April, 16}, 2030: {2030, time.April, 28},
	} {
		if got := easter(year); got != want {
			t.Errorf("Easter of %d is %s, want %s", year, got, want)
		}
	}
}

func TestHolidays(t *testing.T) {
	day := func(text string) Day {
		d, ok := ParseDay(text)
		if !ok {
			t.Fatal(text)
		}
		return d
	}
	var law Calendar
	for _, free := range []string{
		"2026-01-01", "2026-03-03", "2026-04-10", "2026-04-11", "2026-04-12", "2026-04-13", "2026-05-01", "2026-05-06",
		"2026-05-24", "2026-05-25", // a Sunday, so Monday
		"2026-09-06", "2026-09-07", "2026-09-22", "2026-12-24", "2026-12-25", "2026-12-26", "2026-12-28",
		"2021-05-04",               // 1 May fell on Holy Saturday, and Monday was Easter Monday
		"2022-12-27", "2022-12-28", // Saturday and Sunday of Christmas, behind Monday the 26th
	} {
		if !law.Holiday(day(free)) {
			t.Errorf("%s should be a holiday", free)
		}
	}
	for _, working := range []string{"2026-01-02", "2026-05-07", "2024-05-07", "2026-11-02", "2026-12-29", "2021-05-05"} {
		if law.Holiday(day(working)) || !law.Workday(day(working)) {
			t.Errorf("%s should be a working day", working)
		}
	}
	declared := Calendar{Off: []Day{day("2026-12-31")}, Work: []Day{day("2026-12-12")}}
	if declared.Workday(day("2026-12-31")) || !declared.Workday(day("2026-12-12")) || law.Workday(day("2026-12-12")) {
		t.Error("what was declared is not heard")
	}
	if got := law.NextWorkday(day("2026-04-09"), 2); got != day("2026-04-15") {
		t.Errorf("two working days after Maundy Thursday is %s", got)
	}
	if days := holidays(2026); slices.Contains(days, Day{2026, time.April, 14}) {
		t.Error("Easter is made up for, and should not be")
	}
}
