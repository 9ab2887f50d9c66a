package stats

import (
	"slices"
	"strconv"
	"strings"
)

// Gap is something that the card asks for and the log does not have.
type Gap struct {
	Field string `json:"field"` // of the card: "setting", "meetings[1].attended"
	Says  string `json:"says"`  // in Bulgarian, for whoever fills it in
}

// gaps lists what is still missing, in the order of the card. answered is who hurts the child, as the reporter put it
// where the figures have but "other".
func (c Card) gaps(answered string) []Gap {
	list := []Gap{}
	lacks := func(missing bool, field, id string) {
		if missing {
			list = append(list, Gap{field, cardWord("missing", id)})
		}
	}
	lacks(c.Source == "", "source", "source")
	lacks(c.Source == doctor, "source", "doctor")
	lacks(len(c.Kind) == 0, "kind", "kind")
	lacks(c.Setting == "", "setting", "setting")
	lacks(c.Perpetrator == "" || answered == unknown, "perpetrator", "perpetrator")
	lacks(!slices.ContainsFunc(c.Victims, func(v Victim) bool { return orUnknown(v.Age) != unknown }), "victims[0].age", "age")
	lacks(!slices.ContainsFunc(c.Victims, func(v Victim) bool { return orUnknown(v.Sex) != unknown }), "victims[0].sex", "sex")
	lacks(c.MunicipalityCode == "", "municipality_code", "municipality")
	lacks(!slices.ContainsFunc(c.Meetings, func(m HeldByTeam) bool { return m.Occasion == "first_signal" }), "meetings", "first_signal")
	for i, m := range c.Meetings {
		list = append(list, m.gaps(i)...)
	}
	lacks(c.CloseReason == "", "close_reason", "measures")
	return list
}

func (m HeldByTeam) gaps(i int) (list []Gap) {
	at := "meetings[" + strconv.Itoa(i) + "]"
	day := cardWord("missing", "at_meeting") + " " + m.At.Format(dayFormat) + ": "
	if len(m.Attended) == 0 {
		list = append(list, Gap{at + ".attended", day + cardWord("missing", "attended")})
	}
	if len(m.Absent) > 0 {
		var kinds []string
		for _, k := range m.Absent {
			kinds = append(kinds, cardWord("unit", k))
		}
		list = append(list, Gap{at + ".attended", day + cardWord("missing", "absent") + " " + strings.Join(kinds, ", ")})
	}
	return list
}
