package i18n

import "slices"

// Language is one of the ten languages that the service speaks.
type Language struct {
	Code string // identifier of the question "lang"
	Name string // in its own language and script
	RTL  bool   // written from right to left
}

// languages stand in the order in which they are offered.
var languages = [...]Language{
	{Code: "bg", Name: "Български"},
	{Code: "en", Name: "English"},
	{Code: "tr", Name: "Türkçe"},
	{Code: "rom", Name: "Romani"},
	{Code: "ar", Name: "العربية", RTL: true},
	{Code: "fa", Name: "فارسی / دری", RTL: true},
	{Code: "ps", Name: "پښتو", RTL: true},
	{Code: "ku", Name: "Kurdî"},
	{Code: "uk", Name: "Українська"},
	{Code: "ru", Name: "Русский"},
}

// Languages lists the ten languages in the order in which they are offered.
func (c *Catalogs) Languages() []Language { return slices.Clone(languages[:]) }

// Known reports whether lang is one of the ten.
func Known(lang string) bool { _, ok := byCode(lang); return ok }

// RTL reports whether lang is written from right to left.
func RTL(lang string) bool { l, _ := byCode(lang); return l.RTL }

// Name is the name of lang in its own script, "" where it is none of the ten.
func Name(lang string) string { l, _ := byCode(lang); return l.Name }

func byCode(lang string) (Language, bool) {
	for _, l := range languages {
		if l.Code == lang {
			return l, true
		}
	}
	return Language{}, false
}

// chain lists the languages whose catalogs are asked in turn for a text of lang. A Slavic reader is more likely to
// understand another Slavic language than English; whoever speaks Romani here mostly reads Bulgarian.
func chain(lang string) []string {
	switch lang {
	case "bg":
		return []string{"bg", "en"}
	case "uk":
		return []string{"uk", "ru", "bg", "en"}
	case "ru":
		return []string{"ru", "bg", "en"}
	case "rom":
		return []string{"rom", "bg", "en"}
	case "en":
		return []string{"en", "bg"}
	}
	return []string{lang, "en", "bg"}
}
