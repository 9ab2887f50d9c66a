package stats

// Least is the smallest number that is shown where figures leave the unit, unless somebody asks for another.
const Least = 5

// Suppress gives the report as it may be shown outside: numbers under least are hidden, and where the sum of a table
// would give one of them away, the second smallest with them. The meetings that institutions count apart are left out:
// they name cases. The report itself stays as it is.
func (r Report) Suppress(least int) Report {
	r.Suppressed, r.Least, r.Differences = true, least, nil
	for _, t := range []*Table{&r.ByKind, &r.BySetting, &r.ByPerpetrator, &r.ByDistrict, &r.ByUrgency, &r.NotCounted, &r.Meetings.ByDistrict} {
		*t = t.suppress(least)
	}
	r.BySource = suppressSources(r.BySource, least)
	r.Victims = r.Victims.suppress(least)
	r.Meetings = r.Meetings.suppress(least)
	hideAlone(&r.Signals, least)
	hideAlone(&r.Times.Acknowledged, least)
	hideAlone(&r.Times.Waiting, least)
	if r.Times.Acknowledged.N < least {
		r.Times.Median, r.Times.P90, r.Times.P99 = nil, nil, nil
	}
	// The two may be added up to the number of cases, which by_urgency shows.
	if r.Times.Acknowledged.Hidden != r.Times.Waiting.Hidden {
		r.Times.Acknowledged.Hidden, r.Times.Waiting.Hidden = true, true
	}
	r.OtherSettings, r.OtherPerpetrators = nil, nil // parts of a row: small, and known from the rest
	return r
}

func hideAlone(n *Number, least int) { n.Hidden = n.N < least }

func (t Table) suppress(least int) Table {
	out := append(Table(nil), t...)
	hide(numbers(out), least)
	return out
}

func numbers(t Table) (list []*Number) {
	for i := range t {
		list = append(list, &t[i].Number)
	}
	return list
}

// hide hides what is small among numbers whose sum is known. Where one alone is hidden, or all that are hidden must be
// one or must be the most that is small, the sum gives them away, and the next smallest is hidden too. Zeros are hidden with the rest;
// they are reckoned with as if they were seen, since it is often known which rows are empty.
func hide(list []*Number, least int) {
	hidden, sum := 0, 0
	var next *Number
	for _, n := range list {
		if n.Hidden = n.N < least; n.Hidden {
			if n.N > 0 {
				hidden, sum = hidden+1, sum+n.N
			}
		} else if next == nil || n.N < next.N {
			next = n
		}
	}
	given := hidden == 1 || hidden > 0 && (sum == hidden || sum == (least-1)*hidden)
	if given && next != nil {
		next.Hidden = true
	}
}

// suppressSources knows that parents are mothers, fathers and those who did not say which.
func suppressSources(t Table, least int) Table {
	out := append(Table(nil), t...)
	var rest []*Number
	parts := map[string]*Number{}
	for i := range out {
		switch key := out[i].Key; key {
		case "mother", "father":
			parts[key] = &out[i].Number
		case "parents":
			parts[key] = &out[i].Number
			rest = append(rest, &out[i].Number)
		default:
			rest = append(rest, &out[i].Number)
		}
	}
	hide(rest, least)
	mother, father, parents := parts["mother"], parts["father"], parts["parents"]
	unsaid := Number{N: parents.N - mother.N - father.N}
	hide([]*Number{mother, father, &unsaid}, least)
	if parents.Hidden {
		mother.Hidden, father.Hidden = true, true
	}
	return out
}

// suppress hides within the whole grid: only its sum is known.
func (g Grid) suppress(least int) Grid {
	out := make(Grid, len(g))
	var list []*Number
	for i, group := range g {
		out[i] = Group{group.Key, append(Table(nil), group.Rows...)}
		list = append(list, numbers(out[i].Rows)...)
	}
	hide(list, least)
	return out
}

// suppress hides among the occasions, whose sum is that of the districts, and what institutions report alone.
func (m Meetings) suppress(least int) Meetings {
	list := []*Number{&m.AtFirstSignal.Counted, &m.AtFollowUp.Counted, &m.Procedural.Counted}
	all := []*Occasion{&m.AtFirstSignal, &m.AtFollowUp, &m.Procedural}
	if m.Unknown != nil {
		copied := *m.Unknown
		m.Unknown = &copied
		list, all = append(list, &m.Unknown.Counted), append(all, m.Unknown)
	}
	hide(list, least)
	for _, o := range all {
		o.ReportedBy = append(Table(nil), o.ReportedBy...)
		for i := range o.ReportedBy {
			hideAlone(&o.ReportedBy[i].Number, least)
		}
	}
	return m
}
