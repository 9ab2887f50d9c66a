package i18n

import (
	"slices"

	"golang.org/x/text/language"
)

// Language is a language that the service speaks: one of the ten, or one that an operator has added.
type Language struct {
	Code string // identifier of the question "lang"
	Name string // in its own language and script
	RTL  bool   // written from right to left
}

// languages are the ten; they stand in the order in which they are offered.
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

// Languages lists the languages in the order in which they are offered: the ten, then those that were added.
func (c *Catalogs) Languages() []Language { return slices.Clone(c.languages) }

// Known reports whether lang is one of the languages that are spoken.
func (c *Catalogs) Known(lang string) bool { _, ok := byCode(c.languages, lang); return ok }

// Name is the name of lang in its own script, "" where it is not spoken.
func (c *Catalogs) Name(lang string) string { l, _ := byCode(c.languages, lang); return l.Name }

// RTL reports whether lang is written from right to left, which follows from the script that it is mostly written in.
func RTL(lang string) bool {
	tag, err := language.Parse(lang)
	if err != nil {
		return false
	}
	script, _ := tag.Script()
	switch script.String() {
	case "Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm", "Rohg":
		return true
	}
	return false
}

func byCode(list []Language, lang string) (Language, bool) {
	for _, l := range list {
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
	if _, ours := byCode(languages[:], lang); !ours {
		return []string{lang, "bg", "en"} // whoever asked for a language of their own lives among Bulgarian
	}
	return []string{lang, "en", "bg"}
}
