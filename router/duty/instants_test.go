package duty

// instants are moments of the spring and autumn of 2026 with who is on then: o-1 in office hours of working days; o-2
// on Monday, Wednesday and Friday nights, o-3 on Tuesday and Thursday nights; weekends in turn; o-4 for o-2 at Easter.
// A moment that the clock shows twice is meant the first time.
var instants = []struct{ at, want string }{
	{"2026-03-02 08:30", "o-1 weekly"}, // the first Monday
	{"2026-03-02 17:29", "o-1 weekly"},
	{"2026-03-02 17:30", "o-2 table"},
	{"2026-03-03 00:00", "o-2 table"}, // the national holiday, in the night
	{"2026-03-03 08:29", "o-2 table"},
	{"2026-03-03 12:00", " none"}, // offices rest and no shift was written
	{"2026-03-03 17:30", "o-3 table"},
	{"2026-03-07 08:29", "o-2 table"}, // Friday's night
	{"2026-03-07 08:30", "o-2 table"},
	{"2026-03-08 23:00", "o-2 table"},
	{"2026-03-09 08:30", "o-1 weekly"},
	{"2026-03-14 08:29", "o-2 table"},
	{"2026-03-14 08:30", "o-3 table"}, // the other's weekend
	{"2026-03-16 08:29", "o-3 table"},
	{"2026-03-28 08:30", "o-3 table"},
	{"2026-03-29 02:59", "o-3 table"}, // a minute before the clock leaps
	{"2026-03-29 04:00", "o-3 table"}, // at once after it
	{"2026-03-29 08:29", "o-3 table"},
	{"2026-03-30 08:29", "o-3 table"},
	{"2026-03-30 08:30", "o-1 weekly"}, // in summer time
	{"2026-03-30 17:30", "o-2 table"},
	{"2026-04-09 17:29", "o-1 weekly"},
	{"2026-04-09 17:30", "o-3 table"},
	{"2026-04-10 08:29", "o-3 table"},
	{"2026-04-10 08:30", "o-4 standin"}, // Good Friday: no office, a whole day's shift, and o-4 for o-2
	{"2026-04-10 12:00", "o-4 standin"},
	{"2026-04-11 08:30", "o-3 table"},
	{"2026-04-12 12:00", "o-3 table"}, // Easter Sunday
	{"2026-04-13 08:29", "o-3 table"},
	{"2026-04-13 12:00", "o-3 table"}, // Easter Monday
	{"2026-04-13 17:30", "o-3 table"}, // not o-2's Monday night
	{"2026-04-14 08:30", "o-1 weekly"},
	{"2026-04-30 23:59", "o-3 table"}, // over the end of the month
	{"2026-05-01 08:29", "o-3 table"},
	{"2026-05-01 12:00", " none"},
	{"2026-10-01 17:30", "o-3 table"},
	{"2026-10-24 08:30", "o-3 table"},
	{"2026-10-25 02:59", "o-3 table"},
	{"2026-10-25 03:30", "o-3 table"}, // the hour that comes twice
	{"2026-10-25 08:29", "o-3 table"},
	{"2026-10-26 08:29", "o-3 table"},
	{"2026-10-26 08:30", "o-1 weekly"}, // in winter time
	{"2026-10-26 17:30", "o-2 table"},
	{"2026-10-31 08:30", "o-2 table"},
	{"2026-11-01 08:29", "o-2 table"},
	{"2026-11-01 08:30", " none"},
}
