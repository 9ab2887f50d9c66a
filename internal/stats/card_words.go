package stats

// blank stands where something is to be filled in by hand.
const blank = "…"

// cardWords are the words of the card by list and key of the figures, in Bulgarian as the agency has them.
var cardWords = map[string]map[string]string{
	"source": {
		"ministry_of_interior":     "МВР",
		"parents":                  "родител",
		"mother":                   "майка",
		"father":                   "баща",
		"neighbour":                "съсед",
		"relative":                 "роднина",
		"friend":                   "приятел на семейството",
		"stranger":                 "непознат",
		"national_helpline_116111": "Национална телефонна линия 116 111",
		"general_practitioner":     "личен лекар",
		"health_facility":          "лечебно заведение",
		"educational_institution":  "училище или детска градина",
		"doctor":                   "лекар",
		"child_victim":             "детето",
		"another_child":            "друго дете",
	},
	"kind": {
		"physical":      "физическо насилие",
		"psychological": "психическо насилие",
		"sexual":        "сексуално насилие",
		"neglect":       "неглижиране (пренебрегване)",
		"cyberbullying": "онлайн, кибертормоз",
		"exploitation":  "експлоатация",
		"self_harm":     "самонараняване",
		"other":         "друго",
	},
	"setting": {
		"family":        "в семейството",
		"school":        "в училище",
		"street":        "на улицата",
		"acquaintances": "при познати",
		"other":         "другаде",
	},
	"perpetrator": {
		"father":                    "баща",
		"mother":                    "майка",
		"neighbour_or_acquaintance": "съсед или познат",
		"another_child":             "друго дете",
		"relative":                  "роднина",
		"teacher":                   "учител",
		"other":                     "друг",
	},
	"sex": {
		"girl":    "момиче",
		"boy":     "момче",
		"unknown": "не се знае",
	},
	"age": {
		"0-3":     "от 0 до 3 години",
		"4-7":     "от 4 до 7 години",
		"8-11":    "от 8 до 11 години",
		"12-16":   "от 12 до 16 години",
		"17-18":   "от 17 до 18 години",
		"unknown": "не се знае",
	},
	"occasion": {
		"first_signal": "при първи сигнал",
		"follow_up":    "при проследяване",
		"procedural":   "за начина на работа",
	},
	"unit": {
		"ozd":            "отдел „Закрила на детето“",
		"police":         "полиция",
		"pedagogic_room": "детска педагогическа стая",
		"helpline":       "Национална телефонна линия 116 111",
		"agency":         "Държавна агенция за закрила на детето",
		"inspectorate":   "контролна дирекция",
		"municipality":   "община",
		"prosecutor":     "прокуратура",
		"ngo":            "неправителствена организация",
	},
	"institution": {
		"state_agency":             "Държавна агенция за закрила на детето",
		"ministry_of_interior":     "МВР",
		"district_administrations": "областна администрация",
	},
	"close": {
		"measure_taken":        "взета е мярка за закрила",
		"police_protection":    "полицейска закрила",
		"family_supported":     "подкрепа за семейството, наблюдение",
		"handed_over":          "случаят е поет от друго звено",
		"not_confirmed":        "не се потвърди след проверка",
		"not_child_protection": "не е въпрос на закрила на дете",
		"duplicate":            "повтаря друг случай",
		"unreachable":          "няма място и връзка след опитите",
	},
	"missing": {
		"source":       "кой е подал сигнала",
		"doctor":       "личен лекар ли е, или лекар от лечебно заведение",
		"kind":         "видът на насилието",
		"setting":      "къде се е случило",
		"perpetrator":  "кой е причинил насилието",
		"age":          "възрастта на детето",
		"sex":          "полът на детето",
		"municipality": "общината",
		"first_signal": "заседание на екипа при първи сигнал",
		"at_meeting":   "заседание на",
		"attended":     "кой е присъствал",
		"absent":       "не са вписани задължителните участници:",
		"measures":     "предприети мерки (случаят не е приключен)",
	},
}

// cardWord is a key of the figures in the words of the card; what has none stands as it is.
func cardWord(list, key string) string {
	if key == "" {
		return blank
	}
	if word, ok := cardWords[list][key]; ok {
		return word
	}
	return key
}
